import APIRuntime

/// A component that transforms a value: `@reverse`, or with an argument `@flatten:{"deep":true}`.
struct GJSONModifier {
    private enum Name: String, CaseIterable {
        case reverse, ugly, pretty, this, valid, flatten, join, keys, values, tostr, fromstr, group, dig
    }

    private let name: Name
    private let argument: GJSONPath.Rest
    /// The rest of the path, including the separator.
    let rest: GJSONPath.Rest

    /// The names of all modifiers, for messages.
    static var names: [String] { Name.allCases.map { "@" + $0.rawValue } }

    /// Parses a modifier; nil if the path does not begin with a known one, because `@type` may be a name.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - endsAtComma: Whether an argument that is not JSON ends at a comma, as in a list of paths.
    init?(_ path: GJSONPath.Rest, endsAtComma: Bool = false) {
        guard path.first == UInt8(ascii: "@") else { return nil }
        let text = path.dropFirst()
        let end =
            text.firstIndex {
                $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ":")
                    || endsAtComma && $0 == UInt8(ascii: ",")
            } ?? text.endIndex
        guard let name = Name(rawValue: String(decoding: text[..<end], as: UTF8.self)) else { return nil }
        self.name = name
        guard end < text.endIndex, text[end] == UInt8(ascii: ":") else {
            argument = []
            rest = text[end...]
            return
        }
        let value = text[(end + 1)...]
        let close = Self.endOfArgument(value, endsAtComma: endsAtComma)
        argument = value[..<close]
        rest = value[close...]
    }

    private static func endOfArgument(_ text: GJSONPath.Rest, endsAtComma: Bool) -> Int {
        switch text.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return GJSONComponent.endOfBrackets(text) ?? text.endIndex
        case UInt8(ascii: "\""): return GJSONComponent.endOfString(text) ?? text.endIndex
        default: break
        }
        var end = text.startIndex
        while end < text.endIndex, text[end] != UInt8(ascii: "|"), !endsAtComma || text[end] != UInt8(ascii: ",") {
            switch text[end] {
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
                end = GJSONComponent.endOfBrackets(text[end...]) ?? text.endIndex
            case UInt8(ascii: "\""): end = GJSONComponent.endOfString(text[end...]) ?? text.endIndex
            default: end += 1
            }
        }
        return end
    }

    // MARK: - Applying

    /// The transformed value; nil if there is none.
    func apply(to tree: JSONTree) -> JSONTree? {
        switch name {
        // The output format determines the layout.
        case .this, .valid, .ugly: tree
        case .pretty: option("sortKeys") ? Self.sorted(tree) : tree
        case .reverse: Self.reversed(tree)
        case .flatten: Self.flattened(tree, deep: option("deep"))
        case .join: Self.joined(tree, keepsAll: option("preserve"))
        case .keys: Self.keys(of: tree)
        case .values: Self.values(of: tree)
        case .tostr: .string(JSONWriter(isIndented: false).text(of: tree))
        case .fromstr: Self.parsed(tree)
        case .group: Self.grouped(tree)
        case .dig: .array(Self.dig(argument, in: tree))
        }
    }

    private func option(_ name: String) -> Bool {
        (try? JSONTree(parsing: Array(argument)))?[name] == .bool(true)
    }

    private static func sorted(_ tree: JSONTree) -> JSONTree {
        switch tree {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let members):
            .object(
                members.map { JSONTree.Member(name: $0.name, value: sorted($0.value)) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            )
        default: tree
        }
    }

    private static func reversed(_ tree: JSONTree) -> JSONTree {
        switch tree {
        case .array(let elements): .array(elements.reversed())
        case .object(let members): .object(members.reversed())
        default: tree
        }
    }

    private static func flattened(_ tree: JSONTree, deep: Bool) -> JSONTree {
        guard case .array(let elements) = tree else { return tree }
        return .array(
            elements.flatMap { element -> [JSONTree] in
                guard case .array(let inner) = deep ? flattened(element, deep: true) : element else { return [element] }
                return inner
            }
        )
    }

    /// Merges objects. For duplicate names the last value wins and keeps the position of the first.
    private static func joined(_ tree: JSONTree, keepsAll: Bool) -> JSONTree {
        guard case .array(let elements) = tree else { return tree }
        let all = elements.flatMap { element in
            if case .object(let members) = element { members } else { [] as [JSONTree.Member] }
        }
        if keepsAll { return .object(all) }
        var joined: [JSONTree.Member] = []
        var places: [[UInt8]: Int] = [:]
        for member in all {
            if let place = places[Array(member.name.utf8)] {
                joined[place].value = member.value
            } else {
                places[Array(member.name.utf8)] = joined.count
                joined.append(member)
            }
        }
        return .object(joined)
    }

    private static func keys(of tree: JSONTree) -> JSONTree {
        switch tree {
        case .object(let members): .array(members.map { .string($0.name) })
        // Elements and scalars have no names.
        case .array(let elements): .array(elements.map { _ in .null })
        default: .array([.null])
        }
    }

    private static func values(of tree: JSONTree) -> JSONTree {
        switch tree {
        case .object(let members): .array(members.map(\.value))
        case .array: tree
        default: .array([tree])
        }
    }

    private static func parsed(_ tree: JSONTree) -> JSONTree? {
        guard case .string(let text, _) = tree else { return tree }
        return try? JSONTree(parsing: Array(text.utf8))
    }

    /// Transposes an object of arrays: `{"a":[1,2],"b":[3]}` becomes `[{"a":1,"b":3},{"a":2}]`.
    private static func grouped(_ tree: JSONTree) -> JSONTree? {
        guard case .object(let members) = tree else { return nil }
        var rows: [[JSONTree.Member]] = []
        for member in members {
            guard case .array(let elements) = member.value else { continue }
            for (row, element) in elements.enumerated() {
                if row == rows.count { rows.append([]) }
                rows[row].append(JSONTree.Member(name: member.name, value: element))
            }
        }
        return .array(rows.map { .object($0) })
    }

    /// The results of a path for the value and for each nested value.
    private static func dig(_ path: GJSONPath.Rest, in tree: JSONTree) -> [JSONTree] {
        var found = GJSONPath.value(in: tree, path).map { [$0] } ?? []
        switch tree {
        case .array(let elements): for element in elements { found += dig(path, in: element) }
        case .object(let members): for member in members { found += dig(path, in: member.value) }
        default: break
        }
        return found
    }
}
