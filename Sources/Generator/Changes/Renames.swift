import HandingerGeneratorModel

/// Types that differ only in their names.
struct Renames {
    private(set) var newNames: [String: String] = [:]

    init(from old: APISnapshot, to new: APISnapshot) {
        let gone = old.types.filter { new.typesByName[$0.qualifiedName] == nil }
        let come = new.types.filter { old.typesByName[$0.qualifiedName] == nil }
        let candidates = Dictionary(grouping: come, by: { Self.outline(of: $0) })
        for (outline, types) in Dictionary(grouping: gone, by: { Self.outline(of: $0) }) {
            guard types.count == 1, let matches = candidates[outline], matches.count == 1 else { continue }
            newNames[types[0].qualifiedName] = matches[0].qualifiedName
        }
    }

    /// Replaces old type names by new ones.
    func applied(to type: TypeReference) -> TypeReference {
        switch type {
        case .array(let inner): .array(applied(to: inner))
        case .dictionary(let inner): .dictionary(applied(to: inner))
        case .optional(let inner): .optional(applied(to: inner))
        case .nullable(let inner): .nullable(applied(to: inner))
        case .fileOr(let inner): .fileOr(applied(to: inner))
        case .named(let name): .named(newNames[name] ?? name)
        default: type
        }
    }

    func isNewName(_ name: String) -> Bool { newNames.values.contains(name) }

    /// A description of the declaration without its name, for comparison.
    private static func outline(of type: TypeDeclaration) -> String {
        let own = type.qualifiedName
        func text(_ reference: TypeReference) -> String {
            let text = reference.text
            return text == own ? "Self" : text.replacing(own + ".", with: "Self.")
        }
        let body =
            switch type.kind {
            case .structure(let structure):
                structure.properties.map { "\($0.name)=\($0.wireName): \(text($0.declaredType))" }
                    + [text(structure.additionalProperties.type)]
            case .enumeration(let enumeration):
                ["\(enumeration.rawType)"] + enumeration.members.map { $0.name + "=" + $0.text }
            case .union(let union):
                [union.discriminator ?? "-"]
                    + union.members.map { "\($0.caseName): \(text($0.type)) \($0.tags.joined(separator: ","))" }
            case .alias(let target), .wrapper(let target):
                [text(target)]
            }
        let kind =
            switch type.kind {
            case .structure: "struct"
            case .enumeration: "enum"
            case .union: "union"
            case .alias: "alias"
            case .wrapper: "wrapper"
            }
        return ([kind] + body + type.nested.map { $0.name + "{" + outline(of: $0) + "}" }).joined(separator: "\n")
    }
}
