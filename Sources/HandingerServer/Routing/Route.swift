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

/// A path template of the document, such as `/api/workers/{workerId}/files/{filePath}`.
///
/// The segments of a path are split before they are decoded, so `%2F` is a slash in a value and never a separator. A
/// variable matches one nonempty segment. If the name of the last variable ends in `path`, it matches all remaining
/// segments, because OpenAPI cannot express that.
struct PathTemplate: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case variable(String)
    }

    private let segments: [Segment]
    private let takesRest: Bool

    init(_ template: String) {
        segments = template.split(separator: "/").map { segment in
            if segment.hasPrefix("{") && segment.hasSuffix("}") {
                .variable(String(segment.dropFirst().dropLast()))
            } else {
                .literal(String(segment))
            }
        }
        if case .variable(let name) = segments.last {
            takesRest = name.lowercased().hasSuffix("path")
        } else {
            takesRest = false
        }
    }

    /// The values of the variables; nil if the path does not match.
    ///
    /// - Parameter path: The decoded segments of a path.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count || (takesRest && path.count > segments.count) else { return nil }
        var values: [String: String] = [:]
        for (index, segment) in segments.enumerated() {
            switch segment {
            case .literal(let text):
                guard path[index] == text else { return nil }
            case .variable(let name):
                let isLast = index == segments.count - 1
                let value = isLast ? path[index...].joined(separator: "/") : path[index]
                guard !value.isEmpty else { return nil }
                values[name] = value
            }
        }
        return values
    }
}
