import HTTPTypes

/// The decoded path and query of a request.
struct RequestTarget: Sendable {
    /// The decoded segments of the path: `a` and `b/c` for `/a/b%2Fc`.
    let segments: [String]
    /// The values of each query parameter in order of appearance.
    let query: [String: [String]]

    /// Parses a request target.
    ///
    /// - Throws: 400 if the target is not percent-encoded UTF-8.
    init(_ target: String) throws(RouteError) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        for segment in parts[0].split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            segments.append(try Self.decode(segment, place: "path"))
        }
        self.segments = segments
        var query: [String: [String]] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(halves[0].replacing("+", with: " "), place: "query")
            let value = halves.count > 1 ? try Self.decode(halves[1].replacing("+", with: " "), place: "query") : ""
            query[name, default: []].append(value)
        }
        self.query = query
    }

    private static func decode(_ text: Substring, place: String) throws(RouteError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit else {
                throw RouteError.badRequest("The \(place) has a % that two hexadecimal digits do not follow.")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw RouteError.badRequest("The \(place) is not UTF-8.")
        }
        return decoded
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
