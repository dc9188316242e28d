import APIRuntime
import HTTPTypes

/// An operation of the document: what it is called by, what it takes, and what answers it.
struct Route: Sendable {
    typealias Handler = @Sendable (RouteRequest) async throws -> RouteResponse

    /// The operationId.
    let id: String
    let method: HTTPRequest.Method
    let path: PathTemplate
    let parameters: [RouteParameter]
    /// Each element is a way to be let in; it needs all the schemes in it. No element: open to all.
    let security: [[SecurityScheme]]
    let body: RouteBody?
    let handler: Handler

    init(
        _ id: String,
        method: String,
        path: String,
        parameters: [RouteParameter] = [],
        security: [[SecurityScheme]] = [],
        body: RouteBody? = nil,
        handler: @escaping Handler
    ) {
        self.id = id
        self.method = HTTPRequest.Method(method) ?? .get
        self.path = PathTemplate(path)
        self.parameters = parameters
        self.security = security
        self.body = body
        self.handler = handler
    }
}

/// A parameter of an operation.
struct RouteParameter: Sendable {
    enum Location: String, Sendable {
        case path
        case query
        case header
        case cookie
    }

    let name: String
    let location: Location
    let isRequired: Bool
    let schema: ValueSchema

    /// A path parameter is always required.
    init(_ name: String, in location: Location, isRequired: Bool = false, schema: ValueSchema = .any) {
        self.name = name
        self.location = location
        self.isRequired = isRequired || location == .path
        self.schema = schema
    }
}

/// The body that an operation takes.
struct RouteBody: Sendable {
    let contentTypes: [String]
    let isRequired: Bool
    /// Whether it is a list whose elements are a line of JSON each.
    var isLines = false
    /// Of the body, or of each of its lines.
    let schema: ValueSchema
}
