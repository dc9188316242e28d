/// Reads digits and separators of a fixed text form, such as a date, from the front.
struct ByteScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    var peek: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func take(_ alternatives: UnicodeScalar...) -> Bool {
        guard let peek, alternatives.contains(where: { UInt8(ascii: $0) == peek }) else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int? {
        guard let peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) else { return nil }
        position += 1
        return Int(peek - UInt8(ascii: "0"))
    }

    /// A number of exactly so many digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }
}
