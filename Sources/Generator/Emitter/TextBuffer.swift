/// An append-only buffer of UTF-8 text.
///
/// An array checks for shared storage at each append, and a generator mostly appends a few bytes.
struct TextBuffer: ~Copyable {
    /// The first `count` bytes are initialized.
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 256) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// A copy.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    mutating func append(repeating byte: UInt8, count repetitions: Int) {
        reserve(repetitions)
        (base + count).update(repeating: byte, count: repetitions)
        count += repetitions
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    mutating func append(_ text: String) {
        text.withBytes { append($0) }
    }

    mutating func append(_ line: Line) {
        line.withBytes { append($0) }
    }

    /// Text of the document as a string literal.
    mutating func append(literal text: String) {
        append(UInt8(ascii: "\""))
        append(SwiftLiteral.escaped(text))
        append(UInt8(ascii: "\""))
    }

    /// - Parameter start: At most ``count``.
    mutating func removeAll(from start: Int) {
        precondition(start >= 0 && start <= count)
        count = start
    }

    /// - Parameter start: At most ``count``.
    func withBytes<Result>(from start: Int = 0, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        precondition(start >= 0 && start <= count)
        return body(UnsafeBufferPointer(start: base + start, count: count - start))
    }

    private mutating func reserve(_ additional: Int) {
        if count + additional > capacity { grow(to: count + additional) }
    }

    private mutating func grow(to wanted: Int) {
        capacity = max(2 * capacity, wanted)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

extension String {
    /// Calls `body` with the text in UTF-8.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}
