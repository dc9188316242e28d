/// A set of bytes that stay unencoded; all others become `%XX` (RFC 3986 section 2.1).
package enum PercentEncoding {
    /// A value in a path segment: unreserved characters, sub-delimiters, `:` and `@`.
    case pathValue
    /// A value in a query: unreserved characters only, because many servers interpret others.
    case queryValue
    /// A value in a query with reserved characters, except those that would end or split it.
    case queryReserved
    /// A value of a cookie that may already contain escapes: `cookie-octet` (RFC 6265 section 4.1.1).
    case cookieValue
    /// An extended value of a header parameter (RFC 8187 section 3.2.1): letters and digits only.
    case headerParameter
    /// The text of a path or query that may already contain escapes.
    case template

    package func encode(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if allows(byte) {
                output.append(byte)
            } else {
                output.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes each `%XX`; nil if one is incomplete or the bytes are not UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(hexadecimalValue),
                let low = iterator.next().flatMap(hexadecimalValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            return self != .headerParameter
        default:
            break
        }
        switch self {
        case .pathValue: return "!$&'()*+,;=:@".utf8.contains(byte)
        case .queryValue, .headerParameter: return false
        case .queryReserved: return "!$'()*,;=:@/?".utf8.contains(byte)
        case .cookieValue: return "!#$%&'()*+/:<=>?@[]^`{|}".utf8.contains(byte)
        case .template: return "!$&'()*+,;=:@/?%".utf8.contains(byte)
        }
    }
}
