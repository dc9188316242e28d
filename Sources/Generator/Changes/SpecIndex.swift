package import HandingerGeneratorDiagnostics
internal import HandingerGeneratorOpenAPI
package import HandingerGeneratorYAML

/// Finds the source location of a changed object.
package struct SpecIndex {
    private let root: Node
    private let anchors: Anchors

    package init(_ root: Node) {
        self.root = root
        anchors = Anchors(in: root)
    }

    /// Returns the location of the path or, if it has none, of the enclosing object.
    package func location(of path: SpecPath) -> SourceLocation? {
        switch path {
        case .object(let pointer):
            return keyLocation(pointer)
        case .property(let name, let owner):
            return member(name, of: owner) ?? location(of: owner)
        case .value(let text, let owner):
            let values = node(owner).flatMap { followed($0)["enum"]?.sequence } ?? []
            let found = values.first { DocumentText.of($0) == text }
            return found?.location ?? location(of: owner)
        case .parameter(let name, let place, let pointer):
            return parameter(name, place, pointer) ?? keyLocation(pointer)
        case .bodyProperty(let name, let pointer):
            return bodyProperty(name, pointer) ?? keyLocation(pointer)
        case .responseHeader(let name, let pointer):
            return responseHeader(name, pointer) ?? location(of: .field("responses", of: pointer))
        case .field(let name, let pointer):
            return object(pointer)?.mapping?.entry(name)?.keyLocation ?? keyLocation(pointer)
        }
    }

    // MARK: - Nodes

    private func object(_ pointer: String) -> Node? {
        JSONPointer(parsing: String(pointer.drop { $0 == "#" })).flatMap { root.node(at: $0) }
    }

    /// The location of the object's key.
    private func keyLocation(_ pointer: String) -> SourceLocation? {
        guard let parsed = JSONPointer(parsing: String(pointer.drop { $0 == "#" })) else { return nil }
        guard let last = parsed.tokens.last else { return root.location }
        let parent = root.node(at: JSONPointer(parsed.tokens.dropLast().map(\.self)))
        return parent?.mapping?.entry(last)?.keyLocation ?? root.node(at: parsed)?.location
    }

    private func node(_ path: SpecPath) -> Node? {
        switch path {
        case .object(let pointer): object(pointer)
        case .property(let name, let owner): node(owner).flatMap { entry(name, in: $0, depth: 0)?.value }
        default: nil
        }
    }

    /// Follows references within the document.
    private func followed(_ node: Node) -> Node {
        var node = node
        for _ in 0..<Self.depth {
            guard let reference = node["$ref"] ?? node["$dynamicRef"], let target = target(of: reference) else {
                return node
            }
            node = target
        }
        return node
    }

    private func target(of reference: Node) -> Node? {
        guard let text = reference.string, text.hasPrefix("#") else { return nil }
        if text == "#" || text.hasPrefix("#/") { return object(text) }
        return anchors.pointer(named: String(text.dropFirst()), at: reference.location).flatMap { root.node(at: $0) }
    }

    private static let depth = 32

    /// Finds a property in a schema or in the schemas that it is composed of.
    private func entry(_ name: String, in schema: Node, depth: Int) -> Mapping.Entry? {
        guard depth < Self.depth else { return nil }
        let schema = followed(schema)
        if let own = schema["properties"]?.mapping?.entry(name) { return own }
        let parts = ["allOf", "anyOf", "oneOf"].flatMap { schema[$0]?.sequence ?? [] }
        return parts.lazy.compactMap { entry(name, in: $0, depth: depth + 1) }.first
    }

    private func member(_ name: String, of owner: SpecPath) -> SourceLocation? {
        node(owner).flatMap { entry(name, in: $0, depth: 0)?.keyLocation }
    }

    private func parameter(_ name: String, _ place: String, _ pointer: String) -> SourceLocation? {
        guard let operation = JSONPointer(parsing: String(pointer.drop { $0 == "#" })) else { return nil }
        let item = root.node(at: JSONPointer(operation.tokens.dropLast().map(\.self)))
        let lists = [object(pointer), item].compactMap { $0?["parameters"]?.sequence }
        let found = lists.joined().lazy.map(followed).first {
            $0["name"]?.string == name && $0["in"]?.string == place
        }
        return found?.location
    }

    /// The first successful response with the header. Header field names are case-insensitive.
    private func responseHeader(_ name: String, _ pointer: String) -> SourceLocation? {
        let responses = object(pointer)?["responses"]?.mapping ?? Mapping()
        let successes = responses.filter { $0.key.hasPrefix("2") } + responses.filter { $0.key == "default" }
        let headers = successes.lazy.compactMap { followed($0.value)["headers"]?.mapping }.joined()
        return headers.first { $0.key.lowercased() == name.lowercased() }?.keyLocation
    }

    private func bodyProperty(_ name: String, _ pointer: String) -> SourceLocation? {
        guard let body = object(pointer)?["requestBody"] else { return nil }
        let content = followed(body)["content"]?.mapping ?? Mapping()
        return content.lazy.compactMap { $0.value["schema"] }
            .compactMap { entry(name, in: $0, depth: 0)?.keyLocation }.first
    }
}

/// The text of a scalar, as in the API model.
private enum DocumentText {
    static func of(_ node: Node) -> String? {
        switch node.value {
        case .string(let text): text
        case .integer(let value): String(value)
        case .number(_, let text): text
        default: nil
        }
    }
}
