import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// The property that tells the members of a union apart, and its values.
extension Resolver {
    /// What chooses the members of a union.
    struct Tagging {
        var property: String
        /// For each member the values that choose it. Several members may share one: they are then tried.
        var tags: [[String]]
        /// Members whose tag may be absent, or is not all that chooses them.
        var isOpen: [Bool]
        /// How many members each value chooses.
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

        /// Whether a value says what the member is; `true` and `2` do so only with the name of the property.
        static func isName(_ tag: String) -> Bool {
            tag != "true" && tag != "false" && Int(tag) == nil
        }

        /// The values that choose this member and no other.
        func ownTags(of index: Int) -> [String] {
            tags[index].filter { memberCounts[$0] == 1 }
        }
    }

    /// nil where no property decides.
    mutating func tagging(of parts: [UnionPart], _ discriminator: Schema.Discriminator?) -> Tagging? {
        guard let discriminator else { return inferredTagging(of: parts) }
        let tags = tags(of: parts, discriminator)
        var isOpen = tags.map(\.isEmpty)
        // OpenAPI 3.2: what a value without one of the others' tags is.
        if let target = discriminator.defaultMapping {
            let indices = Self.indicesByTarget(of: parts)[target] ?? []
            if indices.isEmpty { warnAboutMapping("the default", to: target, discriminator.origin, parts) }
            for index in indices { isOpen[index] = true }
        }
        return Tagging(property: discriminator.propertyName, tags: tags, isOpen: isOpen)
    }

    /// How well a property tells members apart: how many it chooses, and whether by names.
    private struct Score: Comparable {
        var chosen: Int
        var names: Int

        static func < (one: Score, other: Score) -> Bool {
            (one.chosen, one.names) < (other.chosen, other.names)
        }
    }

    /// The property that most members have with values of their own, in a document that names none.
    private mutating func inferredTagging(of parts: [UnionPart]) -> Tagging? {
        guard parts.count > 1, parts.allSatisfy({ $0.type == nil }) else { return nil }
        let objects = parts.map { objectParts(of: $0.schema) }
        var candidates: [String] = []
        var known: Set<String> = []
        for name in objects.lazy.flatMap({ $0.members.lazy.map(\.name) }) where known.insert(name).inserted {
            candidates.append(name)
            if candidates.count == 64 { break }
        }
        // Most properties have no value that tells anything, which is soon known where no union hides one.
        let mayBeHidden = objects.contains { !$0.unions.isEmpty }
        var telling: Set<String> = []
        for member in objects.lazy.flatMap(\.members) where !telling.contains(member.name) {
            if known.contains(member.name), !fixedValues(of: member.schema).isEmpty { telling.insert(member.name) }
        }
        var best: (score: Score, tagging: Tagging)?
        for candidate in candidates where mayBeHidden || telling.contains(candidate) {
            let values = parts.map { fixedValues(of: candidate, in: $0.schema) }
            let isTotal = values.allSatisfy { !$0.isEmpty }
            // Where some members have no value, only a constant says what the others are.
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
        return parts.enumerated().map { index, part in
            if let values = mapped[index] { return values }
            var values = fixedValues(of: discriminator.propertyName, in: part.schema)
            if values.isEmpty, let name = componentName(of: part.variant) { values = [name] }
            return values.filter { !mappedValues.contains($0) }
        }
    }

    /// The members by what a mapping may call them: their references, and the bare names of their schemas.
    private static func indicesByTarget(of parts: [UnionPart]) -> [String: [Int]] {
        var indices: [String: [Int]] = [:]
        for (index, part) in parts.enumerated() {
            guard let reference = part.variant.reference else { continue }
            indices[reference.text, default: []].append(index)
            if let name = reference.pointer?.name(in: "components", "schemas"), name != reference.text {
                indices[name, default: []].append(index)
            }
            // One that calls the member by its anchor.
            if let pointer = reference.pointer, !reference.text.hasPrefix("#/") {
                indices["#" + pointer.description, default: []].append(index)
            }
        }
        return indices
    }

    private mutating func warnAboutMapping(
        _ value: String,
        to target: String,
        _ origin: Origin,
        _ parts: [UnionPart]
    ) {
        var message = "\(value) is mapped to '\(target)', which is no member of this union"
        let near = affordableSuggestion(for: target) { resolver in
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

    /// The values that a property of an object can have, where the document lists them; for a union inside the
    /// union those of all its members.
    private mutating func fixedValues(of property: String, in schema: Schema) -> [String] {
        guard nesting < 8 else { return [] }
        nesting += 1
        defer { nesting -= 1 }
        let object = objectParts(of: schema)
        if let member = object.members.first(where: { $0.name == property }) { return fixedValues(of: member.schema) }
        var values: [String] = []
        for union in object.unions {
            for variant in variants(of: union) where !variant.isNull {
                let found = fixedValues(of: property, in: variant)
                if found.isEmpty { return [] }
                values += found.filter { !values.contains($0) }
            }
        }
        return values
    }

    /// The strings that a schema lists, through references and what only adds null; also booleans and whole numbers,
    /// as the texts that the runtime reads a discriminator as.
    private mutating func fixedValues(of schema: Schema) -> [String] {
        var schema = resolvedTarget(of: schema)
        for _ in 0..<8 {
            let others = variants(of: schema).filter { !$0.isNull } + schema.allOf.filter(\.saysSomething)
            guard schema.constant == nil, schema.enumeration == nil, others.count == 1 else { break }
            schema = resolvedTarget(of: others[0])
        }
        if let constant = schema.constant { return constant.tag.map { [$0] } ?? [] }
        guard let values = schema.enumeration?.filter({ !$0.isNull }) else { return [] }
        let texts = values.compactMap(\.tag)
        return texts.count == values.count ? texts : []
    }

    mutating func objectParts(of schema: Schema) -> ObjectParts {
        if let known = knownParts[ObjectIdentifier(schema)] { return known }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        knownParts[ObjectIdentifier(schema)] = parts
        return parts
    }
}

extension Node {
    /// The value as that of a discriminator; nil for what is none.
    fileprivate var tag: String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        case .number, .null, .sequence, .mapping: nil
        }
    }
}
