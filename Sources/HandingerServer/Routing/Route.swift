import APIRuntime
import HTTPTypes

/// An operation of the document with its parameters, security and handler.
struct Route: Sendable {
    typealias Handler = @Sendable (RouteRequest) async throws -> RouteResponse

    /// The operationId.
    let id: String
    let method: HTTPRequest.Method
    let path: PathTemplate
    let parameters: [RouteParameter]
    /// Alternatives, each of which requires all of its schemes. If it is empty, the operation is public.
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

    /// Creates a parameter. A path parameter is always required.
    init(_ name: String, in location: Location, isRequired: Bool = false, schema: ValueSchema = .any) {
        self.name = name
        self.location = location
        self.isRequired = isRequired || location == .path
        self.schema = schema
    }
}

/// The request body of an operation.
struct RouteBody: Sendable {
    let contentTypes: [String]
    let isRequired: Bool
    /// Whether the body is a list in JSON Lines.
    var isLines = false
    /// The schema of the body, or of each line.
    let schema: ValueSchema
}
