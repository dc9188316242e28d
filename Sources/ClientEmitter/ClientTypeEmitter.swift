import ClientModel
import OpenAPI

extension FileEmitter {
    /// The client type.
    func client() -> String {
        var writer = header(importing: ["APIRuntime"])
        writer.line()
        var comment = DocComment(Documentation(summary: api.title, description: api.description))
        comment.paragraph(
            "A value to copy and share freely: copies use the same connections. Make one and keep it."
        )
        comment.write(to: &writer)
        writer.block("nonisolated public struct \(clientName): ServiceClient") { writer in
            writer.line("/// The engine that every call goes through.")
            writer.line("public let api: APIClient")
            writer.line()
            writeInitializer(to: &writer)
            writer.line()
            writer.line("/// Makes a client that uses an engine made elsewhere.")
            writer.block("public init(api: APIClient)") { $0.line("self.api = api") }
        }
        return writer.text
    }

    private func writeInitializer(to writer: inout SwiftWriter) {
        let prefix = SwiftLiteral.environmentPrefix(module)
        var comment = DocComment()
        comment.paragraph("Makes a client. What is not given comes from the environment.")
        comment.item("Parameter apiKey", "The credential; else `\(prefix)_API_KEY`.", isFirst: true)
        let server = api.servers.first.map { ", else `\($0)`" } ?? ""
        comment.item("Parameter baseURL", "Where the API is; else `\(prefix)_BASE_URL`\(server).", isFirst: false)
        comment.item("Parameter configuration", "Timeouts, retries, transport and the like.", isFirst: false)
        comment.item(
            "Throws",
            "``APIError`` with the code `configuration` where the key or the URL is missing or malformed.",
            isFirst: false
        )
        comment.write(to: &writer)
        writer.list(
            "public init(",
            [
                "apiKey: String? = nil", "baseURL: String? = nil",
                "configuration: APIClient.Configuration = APIClient.Configuration()",
            ],
            then: " throws {",
            breaks: true
        )
        writer.indented { writer in
            writer.list(
                "api = try APIClient(",
                ["service: APIInfo.service", "apiKey: apiKey", "baseURL: baseURL", "configuration: configuration"],
                breaks: true
            )
        }
        writer.line("}")
    }

    /// Title, version and servers: what changes with every release of the document, kept apart.
    func info() -> String {
        var writer = header(importing: ["APIRuntime"])
        writer.line()
        writer.line("/// What the document says of the API as a whole.")
        writer.block("nonisolated public enum APIInfo") { writer in
            writer.line("/// The API's name.")
            writer.line("public static let title = \(SwiftLiteral.string(api.title))")
            writer.line()
            writer.line("/// The version of the API that this client was generated for.")
            writer.line("public static let version = \(SwiftLiteral.string(api.version))")
            writer.line()
            writer.line("/// What a client has to know of the service.")
            writer.list(
                "public static let service = ServiceDescription(",
                [
                    .labelled("name", .text(SwiftLiteral.string(module))),
                    "version: version",
                    .labelled("servers", .array(api.servers.map { .text(SwiftLiteral.string($0)) })),
                    .labelled("security", .text(SwiftLiteral.security(api.security))),
                    .labelled("environmentPrefix", .text(SwiftLiteral.string(SwiftLiteral.environmentPrefix(module)))),
                ],
                breaks: true
            )
        }
        return writer.text
    }
}

extension SwiftLiteral {
    /// `[[.bearer]]`: alternatives, each with the schemes that it needs together.
    static func security(_ alternatives: [[SecurityScheme.Kind]]) -> String {
        let sources = alternatives.map { kinds in "[" + kinds.map(scheme).joined(separator: ", ") + "]" }
        return "[" + sources.joined(separator: ", ") + "]"
    }

    private static func scheme(_ kind: SecurityScheme.Kind) -> String {
        switch kind {
        case .http("basic"): ".basic"
        case .http, .oauth2: ".bearer"
        case .openIDConnect: ".openIDConnect"
        case .mutualTLS: ".mutualTLS"
        case .apiKey(let name, let place): ".apiKey(in: .\(place.rawValue), name: \(string(name)))"
        }
    }

    /// What the client's environment variables start with: the module's name in upper snake case, without a last word
    /// `API`.
    static func environmentPrefix(_ module: String) -> String {
        var words = SwiftName.words(of: module).map { $0.uppercased() }
        if words.count > 1, words.last == "API" { words.removeLast() }
        return words.joined(separator: "_")
    }
}
