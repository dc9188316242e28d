/// A value that stands in the path itself: `!"text"`, `!12.5`, `!true`, `!{"a":1}`.
struct GJSONLiteral {
    let value: JSONTree
    /// What follows, with its separator.
    let rest: GJSONPath.Rest

    /// - Parameter path: Begins with `!`; nil if no value follows.
    init?(_ path: GJSONPath.Rest) {
        let text = path.dropFirst()
        let end: Int?
        switch text.first {
        case UInt8(ascii: "\""): end = GJSONComponent.endOfString(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["): end = GJSONComponent.endOfBrackets(text)
        default: end = Self.endOfWord(text)
        }
        guard let end, let value = try? JSONTree(parsing: Array(text[..<end])) else { return nil }
        self.value = value
        rest = text[end...]
    }

    /// A number may have a dot, which is one of the path only where no digit follows.
    private static func endOfWord(_ text: GJSONPath.Rest) -> Int {
        var end = text.startIndex
        while end < text.endIndex, text[end] != UInt8(ascii: "|") {
            if text[end] == UInt8(ascii: ".") {
                let next = text[end...].dropFirst().first ?? 0
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else { break }
            }
            end += 1
        }
        return end
    }
}
