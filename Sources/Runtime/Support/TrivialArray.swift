#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// An array of trivial values in unshared memory.
///
/// Each access to an `Array` in an object retains it, and each mutation checks for other owners. That took most of the
/// time of parsing JSON. Indices are checked as in an array.
struct TrivialArray<Element: BitwiseCopyable>: ~Copyable {
    private(set) var count = 0
    private var storage = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    deinit {
        free(storage.baseAddress)
    }

    var isEmpty: Bool { count == 0 }

    var capacity: Int { storage.count }

    /// The elements, valid until the array changes.
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

    /// Replaces all elements.
    mutating func replaceAll(with elements: UnsafeBufferPointer<Element>) {
        count = 0
        reserve(elements.count)
        _ = storage.initialize(fromContentsOf: elements)
        count = elements.count
    }

    /// Removes the last elements and keeps the memory.
    mutating func removeLast(_ number: Int) {
        precondition(0...count ~= number)
        count -= number
    }

    /// Reserves memory for a number of elements.
    mutating func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        // Trivial values can be moved bytewise.
        let memory = realloc(storage.baseAddress, capacity * MemoryLayout<Element>.stride)
        // Like `Array`: running out of memory is not recoverable.
        guard let memory = memory?.assumingMemoryBound(to: Element.self) else { fatalError("out of memory") }
        storage = UnsafeMutableBufferPointer(start: memory, count: capacity)
    }
}
