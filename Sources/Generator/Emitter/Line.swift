import HandingerGeneratorModel

/// A piece of source without a line break, built by interpolation.
///
/// A line of usual length is stored inline: `String` validates each append, and an array allocates.
struct Line: ExpressibleByStringInterpolation {
    private typealias Room = (
        UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
    )

    private var room: Room = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    /// The inline bytes.
    private var roomCount = 0
    /// The whole text if it does not fit inline.
    private var longText: [UInt8]?

    init() {}

    @inline(never) init(_ text: String) {
        append(text)
    }

    @inline(never) init(stringLiteral text: String) {
        append(text)
    }

    init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.line
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let longText { return longText.withUnsafeBufferPointer(body) }
        return withUnsafeBytes(of: room) { bytes in
            body(UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[..<roomCount]))
        }
    }

    var count: Int { longText?.count ?? roomCount }
    var isEmpty: Bool { count == 0 }
    var first: UInt8? { withBytes { $0.first } }
    var last: UInt8? { withBytes { $0.last } }
    var width: Int { withBytes { Self.width(of: $0) } }

    /// The columns of a text: its characters.
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

    // Not inlined: inlining these took more than half of the time of an optimized build.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var line = Line()

        init(literalCapacity: Int, interpolationCount: Int) {}

        @inline(never) mutating func appendLiteral(_ literal: String) { line.append(literal) }
        @inline(never) mutating func appendInterpolation(_ text: String) { line.append(text) }
        @inline(never) mutating func appendInterpolation(_ number: Int) { line.append(String(number)) }
        @inline(never) mutating func appendInterpolation(_ flag: Bool) { line.append(flag ? "true" : "false") }
        @inline(never) mutating func appendInterpolation(_ other: Line) { other.withBytes { line.append($0) } }

        /// An identifier, in backticks if it is a keyword.
        @inline(never) mutating func appendInterpolation(name: String) { line.append(SwiftName.declared(name)) }

        /// Text of the document as a string literal.
        @inline(never) mutating func appendInterpolation(literal text: String) {
            line.append("\"")
            line.append(SwiftLiteral.escaped(text))
            line.append("\"")
        }
    }

    private mutating func append(_ text: String) {
        text.withBytes { append($0) }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard longText == nil, roomCount + bytes.count <= MemoryLayout<Room>.size else { return appendLong(bytes) }
        let end = roomCount
        withUnsafeMutableBytes(of: &room) { room in
            UnsafeMutableRawBufferPointer(rebasing: room[end...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
        }
        roomCount += bytes.count
    }

    private mutating func appendLong(_ bytes: UnsafeBufferPointer<UInt8>) {
        var text = longText ?? withBytes { Array($0) }
        longText = nil
        text.append(contentsOf: bytes)
        longText = text
    }
}
