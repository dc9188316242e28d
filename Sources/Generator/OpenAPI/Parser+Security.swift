internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    private static let types = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"]

    mutating func securityScheme(_ node: Node, at pointer: JSONPointer) -> SecurityScheme? {
        guard let object = object(node, at: pointer, .securityScheme),
            let type = requiredString("type", in: object, .securityScheme),
            let kind = kind(type, in: object)
        else { return nil }
        return SecurityScheme(kind: kind, description: string("description", in: object), origin: object.origin)
    }

    private mutating func kind(_ type: String, in object: Object) -> SecurityScheme.Kind? {
        switch type {
        case "http":
            return requiredString("scheme", in: object, .securityScheme).map { .http(scheme: $0.lowercased()) }
        case "apiKey":
            return apiKey(in: object)
        case "oauth2": return .oauth2
        case "openIdConnect": return .openIDConnect
        case "mutualTLS": return .mutualTLS
        default:
            let fix =
                type == "basic" || type == "bearer"
                ? "; write 'type: http' with 'scheme: \(type)'" : didYouMean(type, among: Self.types)
            let ending = fix.isEmpty ? "; it is one of \(Self.types.joined(separator: ", "))" : fix
            error("\(type.quoted) is no type of security scheme\(ending)", at: origin(of: "type", in: object))
            return nil
        }
    }

    private mutating func apiKey(in object: Object) -> SecurityScheme.Kind? {
        let name = requiredString("name", in: object, .securityScheme)
        guard let text = requiredString("in", in: object, .securityScheme), let name else { return nil }
        guard let place = Parameter.Place(rawValue: text), [.query, .header, .cookie].contains(place) else {
            let fix = didYouMean(text, among: ["query", "header", "cookie"])
            let ending = fix.isEmpty ? "; it is query, header or cookie" : fix
            error("an API key cannot be in \(text.quoted)\(ending)", at: origin(of: "in", in: object))
            return nil
        }
        return .apiKey(name: name, place: place)
    }

    /// Returns nil if the field is absent.
    mutating func security(in object: Object) -> [SecurityRequirement]? {
        guard object["security"] != nil else { return nil }
        return list("security", in: object).map { member in
            let items = map(member.node, at: member.pointer, name: "security").map { item in
                let scopes = item.node.isNull ? [] : list(item.node, at: item.pointer, name: item.key)
                return SecurityRequirement.Item(
                    scheme: item.key,
                    scopes: scopes.compactMap { string($0.node, at: $0.pointer, name: item.key) },
                    origin: item.origin
                )
            }
            return SecurityRequirement(items: items, origin: member.origin)
        }
    }
}
