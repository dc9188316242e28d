import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

/// Derives the resource names and the method name of an operation.
///
/// They are those of a dotted `operationId`, else the tag and the `operationId`, else the method and the path. What
/// frameworks append to an `operationId`, and the version at the start of paths, is left out.
struct OperationName {
    /// The resource names and the method name.
    let parts: [String]
    /// The names with all that ``parts`` leaves out, for operations whose short names would be equal.
    let fullParts: [String]

    init(of operation: OperationObject, path: String, prefix: PathPrefix, tags: [Tag]) {
        let resource = Self.resource(of: operation, tags)
        guard let id = operation.operationID, !SwiftName.words(of: id).isEmpty else {
            parts = resource + [Self.fromPath(operation.method, prefix.removed(from: path))]
            fullParts = resource + [Self.fromPath(operation.method, path)]
            return
        }
        parts = Self.parts(of: Self.shortened(id, operation.method, path), resource)
        fullParts = Self.parts(of: id, resource)
    }

    private static func parts(of id: String, _ resource: [String]) -> [String] {
        let dotted = id.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        if dotted.count > 1, dotted.allSatisfy({ !SwiftName.words(of: $0).isEmpty }) { return dotted }
        guard let tag = resource.last else { return [id] }
        return resource + [withoutTag(id, tag)]
    }

    /// The maximum number of nested tags.
    private static let nestingLimit = 8

    /// The operation's first tag with its parent tags.
    private static func resource(of operation: OperationObject, _ tags: [Tag]) -> [String] {
        guard let first = operation.tags.first, !SwiftName.words(of: first).isEmpty else { return [] }
        var path = [first]
        while path.count < nestingLimit, let parent = tags.first(where: { $0.name == path[0] })?.parent,
            !path.contains(parent), !SwiftName.words(of: parent).isEmpty
        {
            path.insert(parent, at: 0)
        }
        return path
    }

    /// Removes the tag's name: under the tag `Pets`, `pets_list` is `list`.
    private static func withoutTag(_ id: String, _ tag: String) -> String {
        let words = SwiftName.words(of: id)
        let prefix = SwiftName.words(of: tag).map { $0.lowercased() }
        guard words.count > prefix.count, words.prefix(prefix.count).map({ $0.lowercased() }) == prefix else {
            return id
        }
        return words.dropFirst(prefix.count).joined(separator: "_")
    }

    // MARK: - From the path

    /// Names `GET /pets/{petId}` `get pets by petId`.
    private static func fromPath(_ method: String, _ path: String) -> String {
        var words = [method.lowercased()]
        for segment in path.unicodeScalars.split(separator: "/") {
            // Literals and parameters alternate: `{id}.json` is `by id json`.
            for piece in segment.split(separator: "{") {
                let ends = piece.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false).map {
                    String($0)
                }
                words += ends.count == 2 ? ["by " + ends[0], ends[1]] : ends
            }
        }
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: - What frameworks append

    /// Removes what follows from the method and the path.
    private static func shortened(_ id: String, _ method: String, _ path: String) -> String {
        if let name = withoutFastAPISuffix(id, method, path) { return name }
        return withoutSecondPath(id, method, path) ?? id
    }

    /// Removes the suffix of FastAPI: `read_item` for `read_item_items__item_id__get` of `GET /items/{item_id}`. It is the
    /// path with `_` for all but letters, digits and `_`, and the method. Returns nil if the `operationId` has no such
    /// suffix or nothing before it.
    private static func withoutFastAPISuffix(_ id: String, _ method: String, _ path: String) -> String? {
        var suffix = String.UnicodeScalarView()
        for scalar in path.unicodeScalars { suffix.append(isWordCharacter(scalar) ? scalar : "_") }
        suffix.append(contentsOf: "_\(method.lowercased())".unicodeScalars)
        let scalars = id.unicodeScalars
        guard scalars.count > suffix.count, scalars.suffix(suffix.count).elementsEqual(suffix) else { return nil }
        let name = String(scalars.dropLast(suffix.count))
        return SwiftName.words(of: name).isEmpty ? nil : name
    }

    /// Whether the scalar matches `\w` of Python's regular expressions: a letter, a number or `_`.
    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar || scalar == "_"
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default:
            return false
        }
    }

    /// Removes the second occurrence of the path's words, with the method if that is all behind it: `get users id` for
    /// `getUsersIdUsersIdGet`. Returns nil if the `operationId` does not contain the path twice.
    private static func withoutSecondPath(_ id: String, _ method: String, _ path: String) -> String? {
        let words = SwiftName.words(of: id)
        let lowercased = words.map { $0.lowercased() }
        guard Set(lowercased).count < words.count else { return nil }
        for sought in wordLists(of: path) where !sought.isEmpty && words.count >= 2 * sought.count {
            let starts = (0...(words.count - sought.count)).filter { start in
                lowercased[start..<start + sought.count].elementsEqual(sought)
            }
            // A single word is often repeated by chance: `copy_file_to_file`.
            guard let end = starts.first.map({ $0 + sought.count }),
                let second = starts.first(where: { sought.count > 1 ? $0 >= end : $0 == end })
            else { continue }
            let rest =
                lowercased[(second + sought.count)...].elementsEqual([method.lowercased()])
                ? [] : Array(words[(second + sought.count)...])
            return (words[..<second] + rest).joined(separator: "_")
        }
        return nil
    }

    /// The words of the path in lower case, with its parameters, with `by` before each, and without them.
    private static func wordLists(of path: String) -> [[String]] {
        var all: [String] = []
        var withBy: [String] = []
        var literals: [String] = []
        for part in TemplatePart.split(path) {
            switch part {
            case .text(let text):
                let words = SwiftName.words(of: text).map { $0.lowercased() }
                all += words
                withBy += words
                literals += words
            case .variable(let name):
                let words = SwiftName.words(of: name).map { $0.lowercased() }
                all += words
                withBy += ["by"] + words
            }
        }
        return [withBy, all] + (literals == all ? [] : [literals])
    }
}

/// The version at the start of a document's paths, such as `/api/v3`.
struct PathPrefix {
    /// Without slashes.
    let segments: [String]

    /// Finds the prefix, which ends with `api`, `rest` or a version. All paths that start with such segments must have the
    /// same, and if other segments come before, all paths of the document: otherwise the prefix tells paths apart.
    init(of paths: [String]) {
        let all = paths.map { $0.unicodeScalars.split(separator: "/").map { String($0) } }
        let plain = Set(all.map { Array($0.prefix(while: Self.isVersion)) }.filter { !$0.isEmpty })
        if plain.count == 1, let only = plain.first {
            segments = only
            return
        }
        guard plain.isEmpty, var common = all.first else {
            segments = []
            return
        }
        for path in all { common = zip(common, path).prefix { $0 == $1 }.map(\.0) }
        segments = common.lastIndex(where: Self.isVersion).map { Array(common[...$0]) } ?? []
    }

    /// The path without the prefix, or the whole path if nothing else is in it.
    func removed(from path: String) -> String {
        let parts = path.unicodeScalars.split(separator: "/")
        guard !segments.isEmpty, parts.count > segments.count,
            zip(segments, parts).allSatisfy({ $0.unicodeScalars.elementsEqual($1) })
        else { return path }
        return "/" + parts.dropFirst(segments.count).map { String($0) }.joined(separator: "/")
    }

    /// Whether a segment is `api`, `rest` or a version such as `v1`, `v1.2` or `v1beta1`.
    private static func isVersion(_ segment: String) -> Bool {
        let text = segment.lowercased()
        if text == "api" || text == "rest" { return true }
        guard text.utf8.first == UInt8(ascii: "v") else { return false }
        var rest = text.unicodeScalars.dropFirst()
        guard let first = rest.first, "0"..."9" ~= first else { return false }
        rest = rest.drop { "0"..."9" ~= $0 || $0 == "." }
        let word = rest.prefix { "a"..."z" ~= $0 }
        return ["", "alpha", "beta", "rc", "preview"].contains(String(word))
            && rest.dropFirst(word.count).allSatisfy { "0"..."9" ~= $0 }
    }
}
