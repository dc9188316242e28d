import HandingerGeneratorModel

/// Lookups in the declared types that commands need.
struct CommandDeclarations {
    /// A union member with a single property, which one flag can set.
    struct Member {
        var discriminator: String
        var tag: String
        /// The property that the flag sets.
        var property: Property
        var documentation: String
    }

    private var kinds: [String: TypeDeclaration] = [:]

    init(_ api: API) {
        add(api.types)
    }

    private mutating func add(_ types: [TypeDeclaration]) {
        for type in types {
            kinds[type.qualifiedName] = type
            add(type.nested)
        }
    }

    private func declaration(of type: TypeReference) -> TypeDeclaration? {
        if case .named(let name) = type { kinds[name] } else { nil }
    }

    /// The values of a string enumeration; empty for any other type.
    func values(of type: TypeReference) -> [String] {
        guard case .enumeration(let enumeration) = declaration(of: type)?.kind, enumeration.rawType == .string else {
            return []
        }
        return enumeration.members.map(\.text)
    }

    /// The values of the property of a structure, by its name on the wire.
    func values(ofProperty name: String, in type: TypeReference) -> [String] {
        guard case .structure(let structure) = declaration(of: type)?.kind,
            let property = structure.properties.first(where: { $0.wireName == name })
        else { return [] }
        return values(of: property.type)
    }

    /// The members of a union that a string discriminator chooses and that have exactly one other property.
    func members(of type: TypeReference) -> [Member] {
        guard let declaration = declaration(of: type), case .union(let union) = declaration.kind,
            let discriminator = union.discriminator
        else { return [] }
        return union.members.compactMap { member in
            guard let tag = member.tags.first, Int(tag) == nil, Bool(tag) == nil,
                let parameters = member.convenience?.parameters, parameters.count == 1,
                !parameters[0].isOptional, isScalar(parameters[0].type)
            else { return nil }
            return Member(
                discriminator: discriminator,
                tag: tag,
                property: parameters[0],
                documentation: self.declaration(of: member.type)?.documentation.text ?? ""
            )
        }
    }

    private func isScalar(_ type: TypeReference) -> Bool {
        switch type {
        case .string, .date, .int, .int64, .uint64, .double: true
        default: !values(of: type).isEmpty
        }
    }
}
