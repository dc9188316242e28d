import APIRuntime

/// A list of paths that creates an object, `{id,"state":status}`, or an array, `[id,status]`.
struct GJSONSelection {
    private struct Selector {
        /// The name as written; empty if it derives from the path.
        var name: String
        var path: GJSONPath.Rest
    }

    private let isObject: Bool
    private var selectors: [Selector] = []
    /// The rest of the path, including the separator.
    let rest: GJSONPath.Rest

    /// Parses a selection; nil if the bracket is unclosed or no separator follows it.
    ///
    /// - Parameter path: The path, which begins with a bracket.
    init?(_ path: GJSONPath.Rest) {
        guard let end = GJSONComponent.endOfBrackets(path) else { return nil }
        rest = path[end...]
        guard rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "|") else { return nil }
        isObject = path.first == UInt8(ascii: "{")
        selectors = Self.selectors(in: path[(path.startIndex + 1)..<(end - 1)])
    }

    private static func selectors(in text: GJSONPath.Rest) -> [Selector] {
        var selectors: [Selector] = []
        var (start, position) = (text.startIndex, text.startIndex)
        var colon: Int?
        var startsComponent = true
        func add() {
            let name = colon.map { String(decoding: text[start..<$0], as: UTF8.self) } ?? ""
            selectors.append(Selector(name: name, path: text[(colon.map { $0 + 1 } ?? start)..<position]))
        }
        while position < text.endIndex {
            if startsComponent, let modifier = GJSONModifier(text[position...], endsAtComma: true) {
                // The colon before a modifier's argument does not end a name.
                position = modifier.rest.startIndex
                startsComponent = false
                continue
            }
            startsComponent = false
            switch text[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
                position = (GJSONComponent.endOfBrackets(text[position...]) ?? text.endIndex) - 1
            case UInt8(ascii: "\""):
                position = (GJSONComponent.endOfString(text[position...]) ?? text.endIndex) - 1
            case UInt8(ascii: ":") where colon == nil:
                colon = position
                startsComponent = true
            case UInt8(ascii: ","):
                add()
                start = position + 1
                colon = nil
                startsComponent = true
            case UInt8(ascii: "."), UInt8(ascii: "|"), 0x20: startsComponent = true
            default: break
            }
            position += 1
        }
        position = min(position, text.endIndex)
        if position > start || !selectors.isEmpty { add() }
        return selectors.map { Selector(name: String($0.name.trimmingWhitespace), path: trimmed($0.path)) }
    }

    private static func trimmed(_ path: GJSONPath.Rest) -> GJSONPath.Rest {
        path.drop { $0 == 0x20 }
    }

    /// The new object or array. A path without a match is omitted.
    func apply(to tree: JSONTree) -> JSONTree {
        let found = selectors.compactMap { selector in
            GJSONPath.value(in: tree, selector.path).map { JSONTree.Member(name: Self.name(of: selector), value: $0) }
        }
        return isObject ? .object(found) : .array(found.map(\.value))
    }

    private static func name(of selector: Selector) -> String {
        if !selector.name.isEmpty {
            guard case .string(let name, _) = try? JSONTree(parsing: Array(selector.name.utf8)) else {
                return selector.name
            }
            return name
        }
        let last = lastComponent(of: selector.path)
        let isSimple = last.allSatisfy { $0 >= 0x20 && !"[]{}()#|!".utf8.contains($0) }
        return isSimple ? GJSONPattern(String(decoding: last, as: UTF8.self)).name : "_"
    }

    private static func lastComponent(of path: GJSONPath.Rest) -> GJSONPath.Rest {
        var start = path.startIndex
        var position = path.startIndex
        while position < path.endIndex {
            if path[position] == UInt8(ascii: ".") || path[position] == UInt8(ascii: "|") { start = position + 1 }
            position += path[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return path[start...]
    }
}

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
