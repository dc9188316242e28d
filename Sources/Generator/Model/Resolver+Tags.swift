import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Discriminators of unions and their values.
extension Resolver {
    /// The discriminator property and its values for each member.
    struct Tagging {
        var property: String
        /// The values that choose each member. Members that share a value are tried in turn.
        var tags: [[String]]
        /// Whether a member's tag may be absent or does not suffice to choose it.
        var isOpen: [Bool]
        /// The number of members that each value chooses.
        private let memberCounts: [String: Int]

        init(property: String, tags: [[String]], isOpen: [Bool]) {
            self.property = property
            self.tags = tags
            self.isOpen = isOpen
            var counts: [String: Int] = [:]
            for own in tags {
                for tag in Set(own) { counts[tag, default: 0] += 1 }
            }
            memberCounts = counts
        }

        /// Whether a value can name a member. `true` and `2` are only clear with the property's name.
        static func isName(_ tag: String) -> Bool {
            tag != "true" && tag != "false" && Int(tag) == nil
        }

        /// The values that choose this member and no other.
        func ownTags(of index: Int) -> [String] {
            tags[index].filter { memberCounts[$0] == 1 }
        }
    }

    /// Returns nil if no property decides.
    mutating func tagging(of parts: [UnionPart], _ discriminator: Schema.Discriminator?) -> Tagging? {
        guard let discriminator = discriminator ?? inheritedDiscriminator(of: parts) else {
            return inferredTagging(of: parts)
        }
        let tags = tags(of: parts, discriminator)
        var isOpen = tags.map(\.isEmpty)
        // OpenAPI 3.2: the member for a value that chooses no other.
        if let target = discriminator.defaultMapping {
            let indices = Self.indicesByTarget(of: parts)[target] ?? []
            if indices.isEmpty { warnAboutMapping("the default", to: target, discriminator.origin, parts) }
            for index in indices { isOpen[index] = true }
        }
        return Tagging(property: discriminator.propertyName, tags: tags, isOpen: isOpen)
    }

    /// The quality of a discriminator: the number of members that it chooses, and whether its values are names.
    private struct Score: Comparable {
        var chosen: Int
        var names: Int

        static func < (one: Score, other: Score) -> Bool {
            (one.chosen, one.names) < (other.chosen, other.names)
        }
    }

    /// Finds the property that distinguishes most members by fixed values, for a union without a discriminator.
    private mutating func inferredTagging(of parts: [UnionPart]) -> Tagging? {
        guard parts.count > 1, parts.allSatisfy({ $0.type == nil }) else { return nil }
        let objects = parts.map { objectParts(of: $0.schema) }
        var candidates: [String] = []
        var known: Set<String> = []
        for name in objects.lazy.flatMap({ $0.members.lazy.map(\.name) }) where known.insert(name).inserted {
            candidates.append(name)
            if candidates.count == 64 { break }
        }
        // Skips properties without fixed values early, unless a nested union may have some.
        let mayBeHidden = objects.contains { !$0.unions.isEmpty }
        var telling: Set<String> = []
        for member in objects.lazy.flatMap(\.members) where !telling.contains(member.name) {
            if known.contains(member.name), !fixedValues(of: member.schema).isEmpty { telling.insert(member.name) }
        }
        var best: (score: Score, tagging: Tagging)?
        for candidate in candidates where mayBeHidden || telling.contains(candidate) {
            let values = parts.map { fixedValues(of: candidate, in: $0.schema) }
            let isTotal = values.allSatisfy { !$0.isEmpty }
            // If some members have no value, only a constant is reliable.
            let tags = isTotal ? values : values.map { $0.count == 1 ? $0 : [] }
            let isOpen = zip(tags, objects).map { tags, object in
                tags.isEmpty || (!isTotal && !object.required.contains(candidate))
            }
            let tagging = Tagging(property: candidate, tags: tags, isOpen: isOpen)
            let chosen = tags.indices.filter { !tagging.ownTags(of: $0).isEmpty }.count
            let score = Score(chosen: chosen, names: tags.joined().allSatisfy(Tagging.isName) ? 1 : 0)
            if chosen > 0, best.map({ $0.score < score }) ?? true { best = (score, tagging) }
        }
        return best?.tagging
    }

    private mutating func tags(of parts: [UnionPart], _ discriminator: Schema.Discriminator) -> [[String]] {
        var mapped: [Int: [String]] = [:]
        var mappedValues: Set<String> = []
        let targetIndices = Self.indicesByTarget(of: parts)
        for mapping in discriminator.mapping {
            let targets = targetIndices[mapping.target] ?? []
            if targets.isEmpty {
                warnAboutMapping("'\(mapping.value)'", to: mapping.target, mapping.origin, parts)
            }
            for index in targets { mapped[index, default: []].append(mapping.value) }
            if !targets.isEmpty { mappedValues.insert(mapping.value) }
        }
        var own = parts.map { fixedValues(of: discriminator.propertyName, in: $0.schema) }
        // Several values that all members have come from what they extend, and choose none of them.
        if parts.count > 1, own[0].count > 1, own.allSatisfy({ $0 == own[0] }) { own = parts.map { _ in [] } }
        return parts.enumerated().map { index, part in
            if let values = mapped[index] { return values }
            var values = own[index]
            if values.isEmpty, let name = componentName(of: part.variant) { values = [name] }
            return values.filter { !mappedValues.contains($0) }
        }
    }

    /// The members by the targets that a mapping may use: references and schema names.
    private static func indicesByTarget(of parts: [UnionPart]) -> [String: [Int]] {
        var indices: [String: [Int]] = [:]
        for (index, part) in parts.enumerated() {
            guard let reference = part.variant.reference else { continue }
            indices[reference.text, default: []].append(index)
            if let name = reference.pointer?.name(in: "components", "schemas"), name != reference.text {
                indices[name, default: []].append(index)
            }
            // A mapping may use a pointer although the union refers to the member by its anchor.
            if let pointer = reference.pointer, !reference.text.hasPrefix("#/") {
                indices["#" + pointer.description, default: []].append(index)
            }
        }
        return indices
    }

    private mutating func warnAboutMapping(
        _ value: String,
        to target: String,
        _ origin: SourceReference,
        _ parts: [UnionPart]
    ) {
        var message = "\(value) is mapped to '\(target)', which is no member of this union"
        let near = suggestion(for: target) { resolver in
            let names = parts.compactMap { resolver.componentName(of: $0.variant) }
            return names + names.map { "#/components/schemas/" + $0 }
        }
        if let near {
            message += "; did you mean '\(near)'?"
        } else {
            message += "; the entry is ignored"
        }
        warning(message, origin)
    }

    func componentName(of schema: Schema) -> String? {
        guard let tokens = schema.reference?.pointer?.tokens, tokens.count == 3, tokens[0] == "components" else {
            return nil
        }
        return tokens[2]
    }

    /// The documented values of a property; for a union, those of all its members.
    private mutating func fixedValues(of property: String, in schema: Schema) -> [String] {
        guard nesting < 8 else { return [] }
        nesting += 1
        defer { nesting -= 1 }
        let object = objectParts(of: schema)
        if let member = object.members.first(where: { $0.name == property }) { return fixedValues(of: member.schema) }
        var values: [String] = []
        for union in object.unions {
            for variant in variantsBesidesNull(of: union) {
                let found = fixedValues(of: property, in: variant)
                if found.isEmpty { return [] }
                values += found.filter { !values.contains($0) }
            }
        }
        return values
    }

    /// The values of an `enum` or `const`, through references and nullable wrappers. Booleans and integers have the
    /// text that the runtime compares discriminators with.
    private mutating func fixedValues(of schema: Schema) -> [String] {
        var schema = resolvedTarget(of: schema)
        for _ in 0..<8 {
            let others = variantsBesidesNull(of: schema) + schema.allOf.filter(\.isConstrained)
            guard schema.constant == nil, schema.enumeration == nil, others.count == 1 else { break }
            schema = resolvedTarget(of: others[0])
        }
        if let constant = schema.constant { return constant.tag.map { [$0] } ?? [] }
        guard let values = schema.enumeration?.filter({ !$0.isNull }) else { return [] }
        let texts = values.compactMap(\.tag)
        return texts.count == values.count ? texts : []
    }

    mutating func objectParts(of schema: Schema) -> ObjectParts {
        if let known = mergedPartsCache[ObjectIdentifier(schema)] { return known }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        mergedPartsCache[ObjectIdentifier(schema)] = parts
        return parts
    }
}

extension Node {
    /// The value as the text of a discriminator; nil for other types.
    fileprivate var tag: String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        case .number, .null, .sequence, .mapping: nil
        }
    }
}
