/// A JSON value that keeps the order of members and the spelling of numbers.
///
/// Encoded values become one before JSON text, form fields and parameters are written from it. The command reads
/// responses into it. ``JSONValue`` is the public counterpart, which compares values and looks up members fast.
package enum JSONTree: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number in its JSON form.
    case number(String)
    /// - Parameter isMarked: Whether the text contains marked lone surrogates; see ``LoneSurrogate``.
    case string(String, isMarked: Bool = false)
    case array([JSONTree])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package var name: String
        var isNameMarked = false
        package var value: JSONTree

        package init(name: String, value: JSONTree) {
            self.name = name
            self.value = value
        }

        init(name: String, isNameMarked: Bool, value: JSONTree) {
            self.name = name
            self.isNameMarked = isNameMarked
            self.value = value
        }
    }

    /// Encodes a value.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded as JSON.
    init(encoding value: some Encodable) throws {
        let node = EncodingNode()
        try node.encode(value, at: [])
        self = node.resolved
    }

    /// The text of a Boolean, number or string; nil for arrays, objects and null.
    var scalarText: String? {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text, let isMarked): isMarked ? LoneSurrogate.plain(text) : text
        case .null, .array, .object: nil
        }
    }

    /// Compact JSON in UTF-8.
    package var json: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    /// Compact JSON as text.
    var jsonText: String {
        String(decoding: json, as: UTF8.self)
    }

    private func write(to output: inout [UInt8]) {
        switch self {
        case .null:
            output.append(contentsOf: "null".utf8)
        case .bool(let value):
            output.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text):
            output.append(contentsOf: text.utf8)
        case .string(let text, let isMarked):
            Self.write(text, isMarked: isMarked, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, isMarked: member.isNameMarked, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Writes a JSON string (RFC 8259 section 7) with the required escapes only.
    private static func write(_ text: String, isMarked: Bool, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if isMarked {
            for piece in LoneSurrogate.pieces(of: text) {
                switch piece {
                case .text(let text): writeContent(text, to: &output)
                case .surrogate(let surrogate): output.append(contentsOf: LoneSurrogate.escape(surrogate))
                }
            }
        } else {
            writeContent(text, to: &output)
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func writeContent(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                output.append(contentsOf: bytes[start..<index])
                output.append(contentsOf: escape(of: byte))
                start = index + 1
            }
            output.append(contentsOf: bytes[start...])
        }
    }

    private static func escape(of byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""): return Array("\\\"".utf8)
        case UInt8(ascii: "\\"): return Array("\\\\".utf8)
        case UInt8(ascii: "\n"): return Array("\\n".utf8)
        case UInt8(ascii: "\r"): return Array("\\r".utf8)
        case UInt8(ascii: "\t"): return Array("\\t".utf8)
        case 0x08: return Array("\\b".utf8)
        case 0x0C: return Array("\\f".utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
