import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Members of unions and how decoding chooses one.
extension TypeDeclarations {
    mutating func declaration(of union: NormalizedUnion, _ schema: Schema, in scope: Scope) -> Union {
        let parts = union.parts
        let byStatus = statusTags[ObjectIdentifier(schema)].flatMap { $0.statuses.count == parts.count ? $0 : nil }
        let decision = byStatus == nil ? unions[union] : unions.decisionByStatus(for: union)
        let tagging = decision.tagging
        var members: [Union.Member] = []
        var candidates: [Candidate] = []
        var positions: [TypeReference: Int] = [:]
        var labels: [String] = []
        for (index, part) in parts.enumerated() {
            let tags = tagging?.tags[index] ?? []
            let label = decision.labels[index]
            let form = schemas.normalized(part.schema, only: part.type)
            let type = type(
                of: form,
                named: part.typeName ?? SwiftName.type(label),
                element: SwiftName.element(of: label),
                in: scope,
                schema: part.schema
            )
            // Members of the same Swift type share a case, because values cannot distinguish them.
            if let same = positions[type] {
                members[same].tags += tags.filter { !members[same].tags.contains($0) }
                members[same].statuses += byStatus?.statuses[index] ?? []
                candidates[same].isTried = candidates[same].isTried || tagging?.isOpen[index] ?? true
                continue
            }
            positions[type] = members.count
            candidates.append(
                Candidate(
                    rank: rank(of: type, part),
                    object: isObject(form) ? schemas.objects.parts(of: part.schema) : nil,
                    values: values(of: form, type, part.schema),
                    isTried: tagging?.isOpen[index] ?? true
                )
            )
            labels.append(label)
            members.append(
                Union.Member(
                    caseName: "",
                    type: type,
                    tags: tags,
                    statuses: byStatus?.statuses[index] ?? [],
                    convenience: nil,
                    documentation: Documentation(of: part.variant, pointer: nil)
                )
            )
        }
        var names = NameTable(reserved: ["unknown", "isUnknownMember", scope.prefix])
        let types = members.map(\.type)
        for index in members.indices {
            members[index].caseName = names.claim(memberName(labels[index], besideValuesOf: types))
        }
        if let tagging {
            for (member, candidate) in zip(members, candidates) where !member.tags.isEmpty {
                guard let object = candidate.object, object.position(of: tagging.property) == nil else { continue }
                lint(
                    "'\(member.caseName)' has no property '\(tagging.property)'; the client adds it in requests",
                    schema.origin
                )
            }
        }
        let tried = members.indices.filter { candidates[$0].isTried }
        if tried.count > 1, byStatus == nil { lintTrials(schema) }
        return Union(
            discriminator: tagging?.property,
            choices: Self.choices(of: members, candidates),
            members: members,
            trials: Self.trials(among: tried, candidates),
            shared: [],
            isIndirect: false
        )
    }

    private mutating func lintTrials(_ schema: Schema) {
        lint(
            "the members of this union have to be told apart by trial; add a 'discriminator', or give each a required "
                + "property with a 'const' of its own",
            schema.origin
        )
    }

    /// The properties of a member that decide how decoding finds it.
    private struct Candidate {
        /// The order of trials: the most specific member first, the most general last.
        var rank: Int
        /// The properties of an object; nil for other types.
        var object: ObjectParts?
        /// The values of a scalar or enumeration; nil for other types.
        var values: Values?
        var isTried: Bool
    }

    /// The JSON values that decode as a member.
    private struct Values {
        enum Kind { case string, number, any }

        var kind: Kind
        /// Whether the document lists them.
        var isListed = false
        /// Whether others than the listed ones are allowed, too.
        var isOpen = false

        func overlap(_ other: Values) -> Bool { kind == other.kind || kind == .any || other.kind == .any }
    }

    private func values(of form: NormalizedSchema, _ type: TypeReference, _ schema: Schema) -> Values? {
        var form = form
        if case .component(let name) = form.kind, let schema = references.components[name] {
            form = schemas.normalized(schema)
        }
        switch form.kind {
        case .enumeration(let type, _):
            let kind: Values.Kind = type == .json ? .any : type == .string ? .string : .number
            return Values(kind: kind, isListed: true, isOpen: schemas.allowsOtherValues(schema))
        default: break
        }
        switch type {
        case .string: return Values(kind: .string)
        case .int, .int64, .uint64, .double: return Values(kind: .number)
        case .json: return Values(kind: .any)
        default: return nil
        }
    }

    /// Groups the discriminator values that lead to the same members.
    private static func choices(of members: [Union.Member], _ candidates: [Candidate]) -> [Union.Choice] {
        var holders: [String: [Int]] = [:]
        for (index, member) in members.enumerated() {
            for tag in member.tags where holders[tag]?.last != index { holders[tag, default: []].append(index) }
        }
        var choices: [Union.Choice] = []
        var positions: [[Union.Trial]: Int] = [:]
        // Unique values, in the order of the members.
        for tag in members.flatMap(\.tags) {
            guard let indices = holders.removeValue(forKey: tag) else { continue }
            let chosen = trials(among: indices, candidates)
            if let position = positions[chosen] {
                choices[position].tags.append(tag)
            } else {
                positions[chosen] = choices.count
                choices.append(Union.Choice(tags: [tag], trials: chosen))
            }
        }
        return choices
    }

    /// Tries members by their unique properties first, then in the order of their ranks. Enumerations beside other types
    /// for the same values come first and take only the values that they list.
    private static func trials(among indices: [Int], _ candidates: [Candidate]) -> [Union.Trial] {
        guard indices.count > 1 else { return indices.map { Union.Trial(member: $0, properties: []) } }
        let listed = indices.filter { index in
            guard let values = candidates[index].values, values.isListed else { return false }
            return indices.contains { $0 != index && candidates[$0].values?.overlap(values) == true }
        }
        let others = indices.filter { !listed.contains($0) || candidates[$0].values?.isOpen == true }
        let order = others.sorted { (candidates[$0].rank, $0) < (candidates[$1].rank, $1) }
        let objects = order.filter { candidates[$0].object != nil }
        func names(_ index: Int) -> [String] { candidates[index].object?.members.map(\.name) ?? [] }
        // A required property that no later member has keeps a member from accepting values of later ones.
        var later: Set<String> = []
        var isOrdered = true
        for index in objects.reversed() {
            let required = candidates[index].object?.required ?? []
            isOrdered = isOrdered && (index == objects.last || required.contains { !later.contains($0) })
            later.formUnion(names(index))
        }
        let plain =
            listed.map { Union.Trial(member: $0, properties: [], isForKnownValues: true) }
            + order.map { Union.Trial(member: $0, properties: []) }
        if isOrdered { return plain }
        var owners: [String: Int] = [:]
        for name in objects.flatMap(names) { owners[name, default: 0] += 1 }
        let gated = objects.compactMap { index -> Union.Trial? in
            let properties = names(index).filter { owners[$0] == 1 }
            return properties.isEmpty ? nil : Union.Trial(member: index, properties: properties)
        }
        return gated + plain
    }

    private func isObject(_ form: NormalizedSchema) -> Bool {
        switch form.kind {
        case .object: true
        case .component(let name): references.components[name].map { $0.isObjectLike } ?? false
        default: false
        }
    }

    private func rank(of type: TypeReference, _ part: UnionPart) -> Int {
        switch type {
        case .bool: return 0
        case .int, .int64, .uint64: return 1
        case .double: return 2
        case .date, .day, .data: return 3
        case .array: return 4
        case .named:
            let resolved = references.resolvedTarget(of: part.schema)
            if resolved.enumeration != nil || resolved.types == [.string] { return 2000 }
            return 1000 - min(schemas.objects.parts(of: part.schema).required.count, 900)
        case .string: return 2001
        case .dictionary: return 3000
        case .json, .file, .fileOr, .optional, .nullable: return 4000
        }
    }
}
