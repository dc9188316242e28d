/// A literal value in a path: `!"text"`, `!12.5`, `!true`, `!{"a":1}`.
struct GJSONLiteral {
    let value: JSONTree
    /// The rest of the path, including the separator.
    let rest: GJSONPath.Rest

    /// Parses a literal; nil if no valid value follows.
    ///
    /// - Parameter path: The path, which begins with `!`.
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

    /// The end of a number or word. A dot before a digit belongs to the number; any other dot is a separator.
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
