import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The discriminator of a union, and the texts that name its cases.
struct UnionDecision {
    /// The discriminator; nil if no property decides.
    var tagging: Tagging?
    /// The texts that the names of the cases come from.
    var labels: [String]
}

/// The third pass: the discriminator of each union, the values that choose its members, and the names of these.
struct UnionDecisions {
    let schemas: NormalizedSchemas
    /// By `NormalizedUnion`.
    private var decisions: [ObjectIdentifier: UnionDecision] = [:]
    /// The budget for suggesting names.
    private var suggestions = SuggestionBudget()

    init(_ schemas: NormalizedSchemas, diagnostics: inout DiagnosticList) {
        self.schemas = schemas
        for union in schemas.unions {
            if let discriminator = discriminator(of: union) { check(discriminator, of: union, &diagnostics) }
            decisions[ObjectIdentifier(union)] = decision(for: union)
        }
    }

    subscript(union: NormalizedUnion) -> UnionDecision {
        // A union that a later pass made has no discriminator to check.
        decisions[ObjectIdentifier(union)] ?? decision(for: union)
    }

    /// The decision for a union whose member the status of a response chooses.
    func decisionByStatus(for union: NormalizedUnion) -> UnionDecision {
        UnionDecision(
            tagging: nil,
            labels: distinct(union.parts.map { label(of: $0, tags: [], of: "") }, of: union.parts)
        )
    }

    private func decision(for union: NormalizedUnion) -> UnionDecision {
        let tagging = tagging(of: union)
        let isInferred = discriminator(of: union) == nil
        let labels = union.parts.enumerated().map { index, part in
            // An author's title says more than a value that was found.
            if isInferred, part.type == nil, part.variant.reference == nil, let title = part.variant.title {
                return title
            }
            return label(of: part, tags: tagging?.ownTags(of: index) ?? [], of: tagging?.property ?? "")
        }
        return UnionDecision(tagging: tagging, labels: distinct(labels, of: union.parts))
    }

    // MARK: - Discriminators

    private func discriminator(of union: NormalizedUnion) -> Schema.Discriminator? {
        union.discriminator ?? schemas.inheritedDiscriminator(of: union.parts)
    }

    /// Warns of the entries of a mapping that name no member.
    private mutating func check(
        _ discriminator: Schema.Discriminator,
        of union: NormalizedUnion,
        _ diagnostics: inout DiagnosticList
    ) {
        let indices = Self.indicesByTarget(of: union.parts)
        if let target = discriminator.defaultMapping, indices[target] == nil {
            warn("the default", isMappedTo: target, at: discriminator.origin, union, &diagnostics)
        }
        for mapping in discriminator.mapping where indices[mapping.target] == nil {
            warn("'\(mapping.value)'", isMappedTo: mapping.target, at: mapping.origin, union, &diagnostics)
        }
    }

    private mutating func warn(
        _ value: String,
        isMappedTo target: String,
        at origin: SourceReference,
        _ union: NormalizedUnion,
        _ diagnostics: inout DiagnosticList
    ) {
        var message = "\(value) is mapped to '\(target)', which is no member of this union"
        let prefix = "#/components/schemas/"
        let isPointer = target.hasPrefix(prefix)
        let name = isPointer ? String(target.dropFirst(prefix.count)) : target
        let names = union.parts.compactMap(\.variant.componentName)
        if let near = suggestions.suggestion(for: name, among: names) {
            message += "; did you mean '\(isPointer ? prefix : "")\(near)'?"
        } else {
            message += "; the entry is ignored"
        }
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }

    private func tagging(of union: NormalizedUnion) -> Tagging? {
        guard let discriminator = discriminator(of: union) else { return inferredTagging(of: union.parts) }
        let indices = Self.indicesByTarget(of: union.parts)
        let tags = tags(of: union.parts, discriminator, indices)
        var isOpen = tags.map(\.isEmpty)
        // OpenAPI 3.2: the member for a value that chooses no other.
        if let target = discriminator.defaultMapping {
            for index in indices[target] ?? [] { isOpen[index] = true }
        }
        return Tagging(property: discriminator.propertyName, tags: tags, isOpen: isOpen)
    }

    private func tags(
        of parts: [UnionPart],
        _ discriminator: Schema.Discriminator,
        _ indices: [String: [Int]]
    ) -> [[String]] {
        var mapped: [Int: [String]] = [:]
        var mappedValues: Set<String> = []
        for mapping in discriminator.mapping {
            for index in indices[mapping.target] ?? [] {
                mapped[index, default: []].append(mapping.value)
                mappedValues.insert(mapping.value)
            }
        }
        var own = parts.map { fixedValues(of: discriminator.propertyName, in: $0.schema) }
        // Several values that all members have come from what they extend, and choose none of them.
        if parts.count > 1, own[0].count > 1, own.allSatisfy({ $0 == own[0] }) { own = parts.map { _ in [] } }
        return parts.enumerated().map { index, part in
            if let values = mapped[index] { return values }
            var values = own[index]
            if values.isEmpty, let name = part.variant.componentName { values = [name] }
            return values.filter { !mappedValues.contains($0) }
        }
    }

    /// The members by the targets that a mapping may use: references and schema names.
    private static func indicesByTarget(of parts: [UnionPart]) -> [String: [Int]] {
        var indices: [String: [Int]] = [:]
        for (index, part) in parts.enumerated() {
            guard let reference = part.variant.reference else { continue }
            indices[reference.text, default: []].append(index)
            if let name = part.variant.componentName, name != reference.text {
                indices[name, default: []].append(index)
            }
            // A mapping may use a pointer although the union refers to the member by its anchor.
            if let pointer = reference.pointer, !reference.text.hasPrefix("#/") {
                indices["#" + pointer.description, default: []].append(index)
            }
        }
        return indices
    }

    // MARK: - Inferred discriminators

    /// The quality of a discriminator: the number of members that it chooses, and whether its values are names.
    private struct Score: Comparable {
        var chosen: Int
        var names: Int

        static func < (one: Score, other: Score) -> Bool {
            (one.chosen, one.names) < (other.chosen, other.names)
        }
    }

    /// Finds the property that distinguishes most members by fixed values, for a union without a discriminator.
    private func inferredTagging(of parts: [UnionPart]) -> Tagging? {
        guard parts.count > 1, parts.allSatisfy({ $0.type == nil }) else { return nil }
        let objects = parts.map { schemas.objects.parts(of: $0.schema) }
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
            let values = objects.map { fixedValues(of: candidate, in: $0, depth: 0) }
            // A sentence describes its member; nobody sends it as a tag.
            guard values.joined().allSatisfy(Tagging.isTag) else { continue }
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

    private func fixedValues(of property: String, in schema: Schema) -> [String] {
        fixedValues(of: property, in: schemas.objects.parts(of: schema), depth: 0)
    }

    /// The documented values of a property; for a union, those of all its members.
    private func fixedValues(of property: String, in object: ObjectParts, depth: Int) -> [String] {
        if let index = object.position(of: property) { return fixedValues(of: object.members[index].schema) }
        guard depth < 7 else { return [] }
        var values: [String] = []
        for union in object.unions {
            for variant in schemas.nullability.variantsBesidesNull(of: union) {
                let found = fixedValues(of: property, in: schemas.objects.parts(of: variant), depth: depth + 1)
                if found.isEmpty { return [] }
                values += found.filter { !values.contains($0) }
            }
        }
        return values
    }

    /// The values of an `enum` or `const`, through references and nullable wrappers. Booleans and integers have the
    /// text that the runtime compares discriminators with.
    private func fixedValues(of schema: Schema) -> [String] {
        let references = schemas.references
        var schema = references.resolvedTarget(of: schema)
        for _ in 0..<8 {
            guard schema.isComposed, schema.constant == nil, schema.enumeration == nil else { break }
            let others = schemas.nullability.variantsBesidesNull(of: schema) + schema.allOf.filter(\.isConstrained)
            guard others.count == 1 else { break }
            schema = references.resolvedTarget(of: others[0])
        }
        if let constant = schema.constant { return constant.tag.map { [$0] } ?? [] }
        guard let values = schema.enumeration?.filter({ !$0.isNull }) else { return [] }
        let texts = values.compactMap(\.tag)
        return texts.count == values.count ? texts : []
    }
}
