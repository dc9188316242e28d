/// A growing buffer whose last elements can be moved into an array of exact size.
///
/// Slicing an `Array` copies them instead, which takes two reference counts per element; a document has hundreds of
/// thousands.
struct Stack<Element>: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    /// The first `count` elements are initialized.
    private var base: UnsafeMutablePointer<Element>

    init(capacity: Int = 256) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count)
        return base[index]
    }

    /// - Parameter start: At most ``count``.
    func withElements<Result>(from start: Int, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        precondition(start >= 0 && start <= count)
        return body(UnsafeBufferPointer(start: base + start, count: count - start))
    }

    mutating func push(_ element: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    mutating func popAll(from start: Int) -> [Element] {
        precondition(start >= 0 && start <= count)
        let popped = count - start
        guard popped > 0 else { return [] }
        count = start
        var array: [Element] = []
        array.reserveCapacity(popped)
        for index in start..<start + popped { array.append((base + index).move()) }
        return array
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
