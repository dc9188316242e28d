#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A list of plain values in memory of its own.
///
/// An array within an object is counted as a reference with each access, and looked at for other owners with each change:
/// of a text of which every byte is looked at, that took most of the time. Places are checked as an array checks them.
struct TrivialArray<Element: BitwiseCopyable>: ~Copyable {
    private(set) var count = 0
    private var storage = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    deinit {
        free(storage.baseAddress)
    }

    var isEmpty: Bool { count == 0 }

    var capacity: Int { storage.count }

    /// The values, as long as the list does not change.
    var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(rebasing: storage[..<count]) }

    subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return storage[index]
        }
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield &storage[index]
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { reserve(max(16, 2 * count)) }
        storage.initializeElement(at: count, to: element)
        count += 1
    }

    /// Makes it a list of these values.
    mutating func replaceAll(with elements: UnsafeBufferPointer<Element>) {
        count = 0
        reserve(elements.count)
        _ = storage.initialize(fromContentsOf: elements)
        count = elements.count
    }

    /// Removes the last values. The memory stays for others.
    mutating func removeLast(_ number: Int) {
        precondition(0...count ~= number)
        count -= number
    }

    /// Makes room for so many values in all.
    mutating func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        // As the values are plain, nobody has to move them one by one.
        let memory = realloc(storage.baseAddress, capacity * MemoryLayout<Element>.stride)
        // As with an array: no input is at fault where the process gets no more memory, and nothing can go on without.
        guard let memory = memory?.assumingMemoryBound(to: Element.self) else { fatalError("out of memory") }
        storage = UnsafeMutableBufferPointer(start: memory, count: capacity)
    }
}
