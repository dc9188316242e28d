import HandingerGeneratorOpenAPI

/// Derives the resource names and the method name of an operation.
enum OperationName {
    /// Uses a dotted `operationId`, else the tag and the `operationId`, else the method and the path.
    static func parts(of operation: OperationObject, path: String, tags: [Tag]) -> [String] {
        let resource = resource(of: operation, tags)
        guard let id = operation.operationID, !SwiftName.words(of: id).isEmpty else {
            return resource + [fromPath(method: operation.method, path)]
        }
        let dotted = id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if dotted.count > 1, dotted.allSatisfy({ !SwiftName.words(of: $0).isEmpty }) { return dotted }
        guard let tag = resource.last else { return [id] }
        return resource + [withoutPrefix(id, tag)]
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
    private static func withoutPrefix(_ id: String, _ tag: String) -> String {
        let words = SwiftName.words(of: id)
        let prefix = SwiftName.words(of: tag).map { $0.lowercased() }
        guard words.count > prefix.count, words.prefix(prefix.count).map({ $0.lowercased() }) == prefix else {
            return id
        }
        return words.dropFirst(prefix.count).joined(separator: "_")
    }

    /// Names `GET /pets/{petId}` `get pets by petId`.
    private static func fromPath(method: String, _ path: String) -> String {
        var words = [method.lowercased()]
        for segment in path.split(separator: "/") {
            // Literals and parameters alternate: `{id}.json` is `by id json`.
            for piece in segment.split(separator: "{") {
                let ends = piece.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
                words += ends.count == 2 ? ["by " + ends[0], String(ends[1])] : [String(piece)]
            }
        }
        return words.joined(separator: " ")
    }
}
