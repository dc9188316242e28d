import HandingerGeneratorOpenAPI

// Case names of union members.
extension UnionDecisions {
    /// The name of a member: its only discriminator value, else the name of its schema, else its type.
    func label(of part: UnionPart, tags: [String], of property: String) -> String {
        if let type = part.type { return type.rawValue }
        if tags.count == 1, Tagging.isName(tags[0]) { return tags[0] }
        if let name = part.variant.componentName { return name }
        if let title = part.variant.title { return title }
        if let tag = tags.first { return Tagging.isName(tag) ? tag : property + " " + tag }
        return switch schemas.normalized(schemas.references.resolvedTarget(of: part.schema)).kind {
        case .scalar(let type): Self.label(of: type)
        case .constant(let constant): Self.label(of: constant)
        case .enumeration(let type, _): Self.label(of: type)
        case .array(let items):
            items.map { label(of: UnionPart(schema: $0), tags: [], of: "") + "List" } ?? "list"
        case .map: "map"
        case .object: "object"
        case .any, .null, .component, .union: "value"
        }
    }

    /// Names each of several objects by the property that only it requires or, if it requires none, that only it has.
    func distinct(_ labels: [String], of parts: [UnionPart]) -> [String] {
        let object = "object"
        let indices = labels.indices.filter { labels[$0] == object }
        guard indices.count > 1 else { return labels }
        let objects = indices.map { schemas.objects.parts(of: parts[$0].schema) }
        let required = objects.map { object in object.members.map(\.name).filter { object.required.contains($0) } }
        let all = objects.map { $0.members.map(\.name) }
        var labels = labels
        for (position, index) in indices.enumerated() {
            for names in [required, all] {
                let own = names[position].filter { name in
                    !names.indices.contains { $0 != position && names[$0].contains(name) }
                }
                guard own.count == 1 else { continue }
                labels[index] = own[0]
                break
            }
        }
        return labels
    }

    private static func label(of constant: Constant) -> String {
        switch constant {
        case .string, .member: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        }
    }

    private static func label(of type: Enumeration.RawType) -> String {
        switch type {
        case .string: "string"
        case .integer: "integer"
        case .double: "number"
        case .json: "value"
        }
    }

    private static func label(of type: TypeReference) -> String {
        switch type {
        case .bool: "boolean"
        case .int, .int64, .uint64: "integer"
        case .double: "number"
        case .date, .day: "date"
        case .data: "data"
        default: "string"
        }
    }
}
