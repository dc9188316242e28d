extension JSONTree {
    /// A syntax error in JSON (RFC 8259).
    struct ParsingError: Error, Equatable {
        /// The byte offset of the error.
        let offset: Int
    }

    /// Parses one JSON value.
    init(parsing bytes: [UInt8]) throws(ParsingError) {
        var parser = JSONTreeParser(bytes)
        self = try parser.document()
    }

    /// Parses a sequence of JSON values, such as JSON Lines.
    static func lines(parsing bytes: [UInt8]) throws(ParsingError) -> [JSONTree] {
        var parser = JSONTreeParser(bytes)
        return try parser.documents()
    }
}

/// A recursive-descent JSON parser.
private struct JSONTreeParser {
    private static let depthLimit = 512

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    private var failure: JSONTree.ParsingError { JSONTree.ParsingError(offset: position) }

    mutating func document() throws(JSONTree.ParsingError) -> JSONTree {
        skipMark()
        let value = try value()
        guard position == bytes.count else { throw failure }
        return value
    }

    mutating func documents() throws(JSONTree.ParsingError) -> [JSONTree] {
        skipMark()
        skipSpace()
        var values: [JSONTree] = []
        while position < bytes.count { values.append(try value()) }
        return values
    }

    private mutating func skipMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Parses a value and the white space around it.
    private mutating func value() throws(JSONTree.ParsingError) -> JSONTree {
        skipSpace()
        let value: JSONTree
        switch next {
        case UInt8(ascii: "{"): value = .object(try members())
        case UInt8(ascii: "["): value = .array(try elements())
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t"): value = try word("true", .bool(true))
        case UInt8(ascii: "f"): value = try word("false", .bool(false))
        case UInt8(ascii: "n"): value = try word("null", .null)
        default: value = .number(try number())
        }
        skipSpace()
        return value
    }

    private mutating func members() throws(JSONTree.ParsingError) -> [JSONTree.Member] {
        try enter()
        defer { depth -= 1 }
        var members: [JSONTree.Member] = []
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure }
            let name = try string()
            skipSpace()
            guard take(":") else { throw failure }
            members.append(JSONTree.Member(name: name, value: try value()))
        } while take(",")
        guard take("}") else { throw failure }
        return members
    }

    private mutating func elements() throws(JSONTree.ParsingError) -> [JSONTree] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONTree] = []
        skipSpace()
        if take("]") { return elements }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw failure }
        return elements
    }

    private mutating func enter() throws(JSONTree.ParsingError) {
        guard depth < Self.depthLimit else { throw failure }
        depth += 1
        position += 1
    }

    private mutating func string() throws(JSONTree.ParsingError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                // Replace ill-formed UTF-8 by U+FFFD, so that the rest stays readable.
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += try escape()
            case 0..<0x20:
                throw failure
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure
    }

    private mutating func escape() throws(JSONTree.ParsingError) -> [UInt8] {
        position += 1
        guard let kind = next else { throw failure }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try codePoint())).utf8)
        default: throw failure
        }
    }

    /// Parses the scalar after `\u`, including a surrogate pair; a lone surrogate becomes U+FFFD.
    private mutating func codePoint() throws(JSONTree.ParsingError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let afterFirst = position
        guard first < 0xDC00, take("\\"), take("u") else {
            position = afterFirst
            return "\u{FFFD}"
        }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else {
            position = afterFirst
            return "\u{FFFD}"
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONTree.ParsingError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw failure }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONTree.ParsingError) -> String {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONTree.ParsingError) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw failure }
    }

    private mutating func word(_ word: StaticString, _ value: JSONTree) throws(JSONTree.ParsingError) -> JSONTree {
        let text = word.description.utf8
        guard bytes[position...].starts(with: text) else { throw failure }
        position += text.count
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
