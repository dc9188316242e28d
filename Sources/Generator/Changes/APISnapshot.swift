import HandingerGeneratorModel

/// One version of the API, with its declarations by name.
struct APISnapshot {
    let api: API
    /// All declared types in document order, parents before nested types.
    let types: [TypeDeclaration]
    let typesByName: [String: TypeDeclaration]
    let usage: Usage
    let methods: [Method]

    /// A method and the expression that refers to it.
    struct Method {
        /// The expression without arguments, such as `client.workers.create`.
        let path: String
        let endpoint: EndpointDeclaration

        /// The expression with argument labels, such as `client.workers.create(input:budget:)`.
        var symbol: String { path + "(" + endpoint.arguments.map { $0.name + ":" }.joined() + ")" }
        var place: SpecPath { .object(endpoint.documentation.pointer) }
    }

    init(_ api: API) {
        self.api = api
        let all = Self.flattened(api.types)
        types = all
        typesByName = Dictionary(all.map { ($0.qualifiedName, $0) }, uniquingKeysWith: { first, _ in first })
        usage = Usage(of: api, typesByName)
        methods = Self.methods(of: api.root, in: api, path: "client")
    }

    private static func flattened(_ types: [TypeDeclaration]) -> [TypeDeclaration] {
        types.flatMap { [$0] + flattened($0.nested) }
    }

    private static func methods(of resource: Resource, in api: API, path: String) -> [Method] {
        resource.endpoints.map { index in
            Method(path: path + "." + api.endpoints[index].methodName, endpoint: api.endpoints[index])
        } + resource.children.flatMap { methods(of: $0, in: api, path: path + "." + $0.propertyName) }
    }
}

/// The types that programs create for requests or read from responses.
struct Usage {
    private var made: Set<String> = []
    private var read: Set<String> = []

    init(of api: API, _ types: [String: TypeDeclaration]) {
        for endpoint in api.endpoints {
            for argument in endpoint.arguments + endpoint.requestArguments {
                Self.follow(argument.type, types, into: &made)
            }
            switch endpoint.response.kind {
            case .json(let type), .payloads(let type, _): Self.follow(type, types, into: &read)
            case .text, .download, .events, .empty: break
            }
            for header in endpoint.response.headers { Self.follow(header.type, types, into: &read) }
            for failure in endpoint.failures { Self.follow(failure.type, types, into: &read) }
        }
        for name in types.keys where !made.contains(name) && !read.contains(name) {
            made.insert(name)
            read.insert(name)
        }
    }

    func isMade(_ type: String) -> Bool { made.contains(type) }
    func isRead(_ type: String) -> Bool { read.contains(type) }

    private static func follow(
        _ type: TypeReference,
        _ types: [String: TypeDeclaration],
        into found: inout Set<String>
    ) {
        switch type {
        case .array(let inner), .dictionary(let inner), .optional(let inner), .nullable(let inner), .fileOr(let inner):
            follow(inner, types, into: &found)
        case .named(let name):
            guard found.insert(name).inserted, let declaration = types[name] else { return }
            for inner in declaration.mentioned { follow(inner, types, into: &found) }
        default:
            break
        }
    }
}

extension TypeDeclaration {
    /// The types of the declaration's members.
    var mentioned: [TypeReference] {
        switch kind {
        case .structure(let structure): structure.properties.map(\.type) + [structure.additionalProperties.type]
        case .union(let union): union.members.map(\.type)
        case .alias(let type), .wrapper(let type): [type]
        case .enumeration: []
        }
    }

    var place: SpecPath { .object(documentation.pointer) }

    func place(of property: Property) -> SpecPath { .property(property.wireName, of: place) }
}
