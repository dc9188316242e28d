import HandingerGeneratorOpenAPI

/// An object other than a schema that `components` may hold.
protocol ComponentObject: ReferencedObject {
    /// The key in `components`.
    static var section: String { get }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<Self>>]
}

extension Response: ComponentObject {
    static var section: String { "responses" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<Response>>] { components.responses }
}

extension Parameter: ComponentObject {
    static var section: String { "parameters" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<Parameter>>] { components.parameters }
}

extension RequestBody: ComponentObject {
    static var section: String { "requestBodies" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<RequestBody>>] {
        components.requestBodies
    }
}

extension Header: ComponentObject {
    static var section: String { "headers" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<Header>>] { components.headers }
}

extension SecurityScheme: ComponentObject {
    static var section: String { "securitySchemes" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<SecurityScheme>>] {
        components.securitySchemes
    }
}

extension PathItem: ComponentObject {
    static var section: String { "pathItems" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<PathItem>>] { components.pathItems }
}

extension MediaType: ComponentObject {
    static var section: String { "mediaTypes" }
    static func list(in components: Components) -> [Components.Named<ReferenceOr<MediaType>>] { components.mediaTypes }
}

extension Components {
    /// The index of each component in its list, by section and name.
    var positions: [String: NameMap<Int>] {
        func index<Value>(_ list: [Named<Value>]) -> NameMap<Int> {
            NameMap(list.enumerated().map { ($1.name, $0) })
        }
        return [
            "responses": index(responses), "parameters": index(parameters), "requestBodies": index(requestBodies),
            "headers": index(headers), "securitySchemes": index(securitySchemes), "pathItems": index(pathItems),
            "mediaTypes": index(mediaTypes),
        ]
    }
}
