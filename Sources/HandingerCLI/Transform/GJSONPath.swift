import APIRuntime

/// A path in GJSON syntax (https://github.com/tidwall/gjson/blob/master/SYNTAX.md), such as `friends.#.first`.
///
/// It selects a part of a JSON value or combines several parts. Selected values keep the order of members and the
/// spelling of numbers.
struct GJSONPath: Sendable {
    /// An unclosed bracket or quotation mark.
    struct SyntaxError: Error, Equatable {
        let unclosed: Character
        /// The byte offset of the bracket or quotation mark.
        let offset: Int
    }

    /// The unevaluated rest of a path.
    typealias Rest = ArraySlice<UInt8>

    private let bytes: [UInt8]

    /// - Throws: ``SyntaxError``. Any other text is a valid path, though it may match nothing.
    init(_ text: String) throws(SyntaxError) {
        bytes = Array(text.utf8)
        try Self.checkBrackets(in: bytes[...])
    }

    /// Whether the path applies to JSON Lines: `..#.name`.
    var isAboutLines: Bool { bytes.starts(with: Array("..".utf8)) }

    /// The result of the path; nil if it matches nothing.
    func value(in tree: JSONTree) -> JSONTree? {
        value(inLines: [tree])
    }

    /// The result of the path in JSON Lines. A path without the prefix `..` applies to the first line.
    func value(inLines lines: [JSONTree]) -> JSONTree? {
        if isAboutLines { return Self.element(of: lines, bytes.dropFirst(2))?.result }
        return lines.first.flatMap { Self.value(in: $0, bytes[...]) }
    }

    // MARK: - Evaluation

    /// An intermediate result and the rest of the path.
    struct Step {
        var value: JSONTree?
        /// The path after a pipe. It applies to the final value, so it does not affect which wildcard match is chosen.
        var pipe: Rest?

        var result: JSONTree? {
            guard let pipe else { return value }
            return value.flatMap { GJSONPath.value(in: $0, pipe) }
        }
    }

    static func value(in tree: JSONTree, _ path: Rest) -> JSONTree? {
        if let (made, rest) = made(of: tree, path) {
            guard !rest.isEmpty else { return made }
            return made.flatMap { value(in: $0, rest.dropFirst()) }
        }
        return step(into: tree, path)?.result
    }

    /// The value of a modifier, literal or selection, and the rest of the path; nil if the path begins with none of
    /// them.
    private static func made(of tree: JSONTree, _ path: Rest) -> (value: JSONTree?, rest: Rest)? {
        guard path.count > 1 else { return nil }
        switch path.first {
        case UInt8(ascii: "@"):
            return GJSONModifier(path).map { ($0.apply(to: tree), $0.rest) }
        case UInt8(ascii: "!"):
            return GJSONLiteral(path).map { ($0.value, $0.rest) }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return GJSONSelection(path).map { ($0.apply(to: tree), $0.rest) }
        default:
            return nil
        }
    }

    private static func step(into tree: JSONTree, _ path: Rest) -> Step? {
        switch tree {
        case .object(let members): member(of: members, path)
        case .array(let elements): element(of: elements, path)
        default: nil
        }
    }

    private static func member(of members: [JSONTree.Member], _ path: Rest) -> Step? {
        let component = GJSONComponent(path)
        for member in members where component.pattern.matches(member.name) {
            switch component.next {
            case .end: return Step(value: member.value)
            case .pipe(let rest): return Step(value: member.value, pipe: rest)
            case .dot(let rest):
                // If the rest does not match, try the next member that matches a wildcard.
                if let step = step(into: member.value, rest) { return step }
            }
        }
        return nil
    }

    private static func element(of elements: [JSONTree], _ path: Rest) -> Step? {
        if path.first == UInt8(ascii: "#") { return gathered(from: elements, path) }
        let component = GJSONComponent(path)
        guard let index = component.index, index < elements.count else { return nil }
        return switch component.next {
        case .end: Step(value: elements[index])
        case .pipe(let rest): Step(value: elements[index], pipe: rest)
        case .dot(let rest): step(into: elements[index], rest)
        }
    }

    /// `#`, `#.path`, `#(query)` and `#(query)#`.
    private static func gathered(from elements: [JSONTree], _ path: Rest) -> Step? {
        let rest = path.dropFirst()
        switch rest.first {
        case nil:
            return Step(value: .number(String(elements.count)))
        case UInt8(ascii: "|"):
            return Step(value: .number(String(elements.count)), pipe: rest.dropFirst())
        case UInt8(ascii: "."):
            let (each, pipe) = GJSONComponent.splitAtPipe(rest.dropFirst())
            return Step(value: .array(elements.compactMap { value(in: $0, each) }), pipe: pipe)
        default:
            guard let query = GJSONQuery(path) else { return nil }
            let matches = elements.lazy.filter(query.matches)
            switch query.next {
            case .end, .pipe:
                let value = query.wantsAll ? .array(Array(matches)) : matches.first
                return value.map { Step(value: $0, pipe: query.next.pipe) }
            case .dot(let rest):
                let (each, pipe) = GJSONComponent.splitAtPipe(rest)
                if query.wantsAll {
                    return Step(value: .array(matches.compactMap { value(in: $0, each) }), pipe: pipe)
                }
                return matches.first.map { Step(value: value(in: $0, each), pipe: pipe) }
            }
        }
    }

    // MARK: - Brackets

    private static func checkBrackets(in path: Rest) throws(SyntaxError) {
        var position = path.startIndex
        var startsComponent = true
        while position < path.endIndex {
            let byte = path[position]
            let isQuery = byte == UInt8(ascii: "#") && path[position...].dropFirst().first.map(isOpening) == true
            if startsComponent, isQuery || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                if isQuery { position += 1 }
                guard let end = GJSONComponent.endOfBrackets(path[position...]) else {
                    throw SyntaxError(
                        unclosed: Character(Unicode.Scalar(path[position])),
                        offset: position - path.startIndex
                    )
                }
                position = end
                startsComponent = false
                continue
            }
            if byte == UInt8(ascii: "\\") { position += 1 }
            startsComponent = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "|")
            position += 1
        }
    }

    private static func isOpening(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
    }
}
