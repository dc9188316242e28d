internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    mutating func document(_ root: Node) -> Document? {
        guard let object = object(root, at: JSONPointer(), .document) else { return nil }
        if object["paths"] == nil, object["webhooks"] == nil, object["components"] == nil {
            error("the document must have 'paths', 'webhooks' or 'components'", at: object.origin)
        }
        return Document(
            version: version,
            info: info(in: object),
            servers: servers(in: object),
            tags: tags(in: object),
            paths: paths(in: object),
            webhooks: webhooks(in: object),
            components: components(in: object),
            security: security(in: object),
            wantsStainlessHeaders: bool("x-stainless-headers", in: object) ?? false,
            root: root,
            anchors: anchors
        )
    }

    private mutating func info(in document: Object) -> Info {
        guard let node = document["info"] else {
            warning("the document must have 'info' with 'title' and 'version'", at: document.origin)
            return Info(title: "", version: "", origin: document.origin)
        }
        guard let object = object(node, at: document.pointer("info"), .info) else {
            return Info(title: "", version: "", origin: document.origin)
        }
        for key in ["title", "version"] where object[key] == nil {
            warning("'info' must have '\(key)'", at: object.origin)
        }
        return Info(
            title: string("title", in: object) ?? "",
            version: string("version", in: object) ?? "",
            summary: string("summary", in: object),
            description: string("description", in: object),
            origin: object.origin
        )
    }

    private mutating func tags(in document: Object) -> [Tag] {
        list("tags", in: document).compactMap { member in
            guard let object = object(member.node, at: member.pointer, .tag),
                let name = requiredString("name", in: object, .tag)
            else { return nil }
            return Tag(
                name: name,
                summary: string("summary", in: object),
                description: string("description", in: object),
                parent: string("parent", in: object),
                origin: object.origin
            )
        }
    }

    mutating func servers(in object: Object) -> [Server] {
        list("servers", in: object).compactMap { member in
            guard let object = self.object(member.node, at: member.pointer, .server),
                let url = requiredString("url", in: object, .server)
            else { return nil }
            return Server(
                url: url,
                description: string("description", in: object),
                variables: map("variables", in: object).compactMap { serverVariable($0) },
                origin: object.origin
            )
        }
    }

    private mutating func serverVariable(_ member: Member) -> Server.Variable? {
        guard let object = object(member.node, at: member.pointer, .serverVariable),
            let defaultValue = requiredString("default", in: object, .serverVariable)
        else { return nil }
        return Server.Variable(
            name: member.key,
            defaultValue: defaultValue,
            allowed: strings("enum", in: object),
            description: string("description", in: object)
        )
    }
}

// MARK: - Components

extension Parser {
    private mutating func components(in document: Object) -> Components {
        var components = Components()
        guard let node = document["components"],
            let object = object(node, at: document.pointer("components"), .components)
        else { return components }
        components.schemas = map("schemas", in: object).map { member in
            Components.Named(
                name: member.key,
                value: schema(member.node, at: member.pointer),
                origin: member.origin
            )
        }
        components.responses = named("responses", in: object) { $0.response($1, at: $2) }
        components.parameters = named("parameters", in: object) { $0.parameter($1, at: $2) }
        components.requestBodies = named("requestBodies", in: object) { $0.requestBody($1, at: $2) }
        components.headers = named("headers", in: object) { $0.header($1, at: $2) }
        components.securitySchemes = named("securitySchemes", in: object) { $0.securityScheme($1, at: $2) }
        components.pathItems = named("pathItems", in: object) { $0.pathItem($1, at: $2) }
        components.mediaTypes = named("mediaTypes", in: object) { $0.mediaType($1, at: $2) }
        return components
    }

    private mutating func named<Value>(
        _ key: String,
        in object: Object,
        _ parse: (inout Parser, Node, JSONPointer) -> Value?
    ) -> [Components.Named<ReferenceOr<Value>>] {
        map(key, in: object).compactMap { member in
            referenceOr(member.node, at: member.pointer, parse).map {
                Components.Named(name: member.key, value: $0, origin: member.origin)
            }
        }
    }
}
