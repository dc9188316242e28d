import ClientModel

/// A piece of source without a line break, put together by interpolation.
///
/// A `String` looks at its text again at each thing that is appended; most of what a generator does is to append.
struct Line: ExpressibleByStringInterpolation {
    private enum Storage {
        case text(String)
        case bytes([UInt8])
    }

    private var storage: Storage

    init(_ text: String) {
        storage = .text(text)
    }

    init(stringLiteral text: String) {
        self.init(text)
    }

    init(stringInterpolation: StringInterpolation) {
        storage = .bytes(stringInterpolation.bytes)
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch storage {
        case .text(var text): text.withUTF8(body)
        case .bytes(let bytes): bytes.withUnsafeBufferPointer(body)
        }
    }

    var isEmpty: Bool { withBytes(\.isEmpty) }
    var first: UInt8? { withBytes(\.first) }
    var last: UInt8? { withBytes(\.last) }
    var width: Int { withBytes(Self.width) }

    /// The columns that a text takes: its characters, which are at most its bytes.
    static func width(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.allSatisfy { $0 < 0x80 } ? bytes.count : String(decoding: bytes, as: UTF8.self).count
    }

    /// The parts around the last `separator`.
    func split(atLast separator: StaticString) -> (head: Line, tail: Line)? {
        withBytes { bytes in
            let length = separator.utf8CodeUnitCount
            let sought = UnsafeBufferPointer(start: separator.utf8Start, count: length)
            let start = (0..<max(0, bytes.count - length + 1)).last { bytes[$0..<$0 + length].elementsEqual(sought) }
            return start.map { start in
                (
                    Line(String(decoding: bytes[..<start], as: UTF8.self)),
                    Line(String(decoding: bytes[(start + length)...], as: UTF8.self))
                )
            }
        }
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { bytes.append(literal) }
        mutating func appendInterpolation(_ text: String) { bytes.append(text) }
        mutating func appendInterpolation(_ number: Int) { bytes.append(String(number)) }
        mutating func appendInterpolation(_ flag: Bool) { bytes.append(flag ? "true" : "false") }
        mutating func appendInterpolation(_ line: Line) { bytes.append(line) }

        /// A name where it is declared or used on its own: with backticks if it is a keyword.
        mutating func appendInterpolation(name: String) { bytes.append(SwiftName.declared(name)) }

        /// Text of the document as a string literal.
        mutating func appendInterpolation(literal text: String) {
            bytes.append(UInt8(ascii: "\""))
            bytes.append(SwiftLiteral.escaped(text))
            bytes.append(UInt8(ascii: "\""))
        }
    }
}

extension [UInt8] {
    mutating func append(_ text: String) {
        if text.utf8.withContiguousStorageIfAvailable({ append(contentsOf: $0) }) == nil {
            append(contentsOf: text.utf8)
        }
    }

    mutating func append(_ line: Line) {
        line.withBytes { append(contentsOf: $0) }
    }
}
