/// Which bytes of a URL's part are written as they are; all others become `%XX` (RFC 3986 section 2.1).
enum PercentEncoding {
    /// A value in a path segment: unreserved characters, sub-delimiters, `:` and `@`.
    case pathValue
    /// A value in a query: unreserved characters only, because servers give many others a meaning.
    case queryValue
    /// A value in a query whose reserved characters are allowed, but for those that would end or split it.
    case queryReserved
    /// A value of a cookie that may hold escapes already: `cookie-octet` (RFC 6265, section 4.1.1).
    case cookieValue
    /// Text of a template that may hold escapes already.
    case template

    func encode(_ text: String) -> String {
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

    private func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            return true
        default:
            break
        }
        switch self {
        case .pathValue: return "!$&'()*+,;=:@".utf8.contains(byte)
        case .queryValue: return false
        case .queryReserved: return "!$'()*,;=:@/?".utf8.contains(byte)
        case .cookieValue: return "!#$%&'()*+/:<=>?@[]^`{|}".utf8.contains(byte)
        case .template: return "!$&'()*+,;=:@/?%".utf8.contains(byte)
        }
    }
}
