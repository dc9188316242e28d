import Diagnostics
import OpenAPI
import YAML

// Which member of a union a value is.
extension Resolver {
    mutating func union(
        of parts: [UnionPart],
        _ discriminator: Schema.Discriminator?,
        _ schema: Schema,
        in scope: Scope
    ) -> Union {
        let tagged = self.tags(of: parts, discriminator)
        let tags = tagged?.tags ?? parts.map { _ in [] }
        var names = NameTable(reserved: ["unknown"])
        var members: [Union.Member] = []
        var ranks: [Int] = []
        for (part, tags) in zip(parts, tags) {
            let label = label(of: part, tags: tags)
            let form = form(of: part.schema, only: part.type)
            let type = type(
                of: form,
                named: SwiftName.type(label),
                element: SwiftName.element(of: label),
                in: scope,
                schema: part.schema
            )
            // Two members of one Swift type are one case: a value cannot tell them apart.
            if tags.isEmpty, members.contains(where: { $0.type == type && $0.tags.isEmpty }) { continue }
            ranks.append(rank(of: type, schema: part.schema))
            members.append(
                Union.Member(
                    caseName: names.claim(SwiftName.member(label)),
                    type: type,
                    tags: tags,
                    convenience: nil,
                    documentation: documentation(of: part.schema, pointer: nil)
                )
            )
        }
        return Union(
            discriminator: tagged?.property,
            members: members,
            // What asks for most is tried first, what takes anything last.
            trials: members.indices.filter { members[$0].tags.isEmpty }.sorted { (ranks[$0], $0) < (ranks[$1], $1) },
            shared: [],
            isIndirect: false
        )
    }

    // MARK: - Tags

    /// The property that decides and the values that choose each member; nil where no property does.
    mutating func tags(
        of parts: [UnionPart],
        _ discriminator: Schema.Discriminator?
    ) -> (property: String, tags: [[String]])? {
        guard let property = discriminator?.propertyName ?? inferredDiscriminator(of: parts) else { return nil }
        return (property, tags(of: parts, property: property, discriminator))
    }

    /// The property that every member has with values of its own, in a document that names none.
    private mutating func inferredDiscriminator(of parts: [UnionPart]) -> String? {
        guard parts.allSatisfy({ $0.type == nil }), let first = parts.first else { return nil }
        for candidate in objectParts(of: first.schema).members.map(\.name) {
            var seen: Set<String> = []
            let isDistinct = parts.allSatisfy { part in
                let values = fixedValues(of: candidate, in: part.schema)
                return !values.isEmpty && values.allSatisfy { seen.insert($0).inserted }
            }
            if isDistinct { return candidate }
        }
        return nil
    }

    /// For each member the values of the discriminator that choose it.
    private mutating func tags(
        of parts: [UnionPart],
        property: String,
        _ discriminator: Schema.Discriminator?
    ) -> [[String]] {
        var taken: Set<String> = []
        var mapped: [Int: [String]] = [:]
        for mapping in discriminator?.mapping ?? [] {
            guard let index = parts.firstIndex(where: { isTarget($0.schema, of: mapping.target) }) else {
                warnAboutMapping(mapping, parts)
                continue
            }
            if taken.insert(mapping.value).inserted { mapped[index, default: []].append(mapping.value) }
        }
        return parts.enumerated().map { index, part in
            if let values = mapped[index] { return values }
            var values = fixedValues(of: property, in: part.schema)
            if values.isEmpty, discriminator != nil, let name = componentName(of: part.schema) { values = [name] }
            return values.filter { taken.insert($0).inserted }
        }
    }

    private func isTarget(_ schema: Schema, of target: String) -> Bool {
        guard let reference = schema.reference else { return false }
        return reference.text == target || reference.pointer?.tokens == ["components", "schemas", target]
    }

    private mutating func warnAboutMapping(_ mapping: Schema.Discriminator.Mapping, _ parts: [UnionPart]) {
        let names = parts.compactMap { componentName(of: $0.schema) }
        var message = "'\(mapping.value)' is mapped to '\(mapping.target)', which is no member of this union"
        if let near = suggestion(for: mapping.target, among: names + names.map { "#/components/schemas/" + $0 }) {
            message += "; did you mean '\(near)'?"
        } else {
            message += "; the entry is ignored"
        }
        warning(message, mapping.origin)
    }

    private func componentName(of schema: Schema) -> String? {
        guard let tokens = schema.reference?.pointer?.tokens, tokens.count == 3, tokens[0] == "components" else {
            return nil
        }
        return tokens[2]
    }

    /// The values that a property of an object can have, where the document lists them.
    private mutating func fixedValues(of property: String, in schema: Schema) -> [String] {
        let target = resolvedTarget(of: schema)
        let members = variants(of: target).filter { !$0.isNull }
        if target.properties.isEmpty, !members.isEmpty {  // a union inside the union
            guard nesting < 8 else { return [] }
            nesting += 1
            defer { nesting -= 1 }
            return members.flatMap { fixedValues(of: property, in: $0) }
        }
        guard let member = objectParts(of: schema).members.first(where: { $0.name == property }) else { return [] }
        let value = resolvedTarget(of: member.schema)
        if let text = value.constant?.string { return [text] }
        let texts = value.enumeration?.compactMap(\.string) ?? []
        return texts.count == value.enumeration?.count ? texts : []
    }

    private mutating func objectParts(of schema: Schema) -> ObjectParts {
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        return parts
    }

    // MARK: - Names and ranks

    /// What to call a member: the value that chooses it, else its schema's name, else what it is.
    private mutating func label(of part: UnionPart, tags: [String]) -> String {
        if let type = part.type { return type.rawValue }
        if tags.count == 1 { return tags[0] }
        if let name = componentName(of: part.schema) { return name }
        if let title = part.schema.title { return title }
        if let tag = tags.first { return tag }
        return switch form(of: part.schema).kind {
        case .scalar(let type): Self.label(of: type)
        case .constant, .enumeration: "string"
        case .array(let items): items.map { label(of: UnionPart(schema: $0), tags: []) + "List" } ?? "list"
        case .map: "map"
        case .object: "object"
        case .any, .null, .component, .union: "value"
        }
    }

    private static func label(of type: TypeReference) -> String {
        switch type {
        case .bool: "boolean"
        case .int, .int64, .uint64: "integer"
        case .double: "number"
        case .date: "date"
        case .data: "data"
        default: "string"
        }
    }

    private mutating func rank(of type: TypeReference, schema: Schema) -> Int {
        switch type {
        case .bool: return 0
        case .int, .int64, .uint64: return 1
        case .double: return 2
        case .date, .data: return 3
        case .array: return 4
        case .named:
            let resolved = resolvedTarget(of: schema)
            if resolved.enumeration != nil || resolved.types == [.string] { return 2000 }
            return 1000 - min(objectParts(of: schema).required.count, 900)
        case .string: return 2001
        case .dictionary: return 3000
        case .json, .file, .optional, .nullable: return 4000
        }
    }
}
