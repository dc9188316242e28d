import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

extension FileEmitter {
    /// The client type.
    func client() -> [UInt8] {
        var writer = header(importing: ["APIRuntime"])
        writer.line()
        var comment = DocComment(Documentation(summary: api.title, description: api.description))
        comment.paragraph(
            "Make one client and keep it; copies share its connections."
        )
        comment.write(to: &writer)
        writer.block("nonisolated public struct \(clientName): ServiceClient") { writer in
            writer.line("/// The client that sends every request.")
            writer.line("public let api: APIClient")
            writer.line()
            writer.line("/// The servers, security and environment variables of the API.")
            writer.line("public static var metadata: APIMetadata { APIInfo.metadata }")
            writer.line()
            InitializerEmitter(api: api, module: module).write(to: &writer)
            writer.line()
            writer.line("/// Makes a client over an existing ``APIClient``.")
            writer.block("public init(api: APIClient)") { $0.line("self.api = api") }
        }
        return writer.bytes
    }

    /// Title, version and servers: a file of its own, because they change with each release of the document.
    func info() -> [UInt8] {
        var writer = header(importing: ["APIRuntime"])
        writer.line()
        writer.line("/// Title, version and servers of the API.")
        writer.block("nonisolated public enum APIInfo") { writer in
            writer.line("/// The API's name.")
            writer.assignment("public static let title", "\(literal: api.title)")
            writer.line()
            writer.line("/// The version of the API that this client was generated for.")
            writer.assignment("public static let version", "\(literal: api.version)")
            writer.line()
            writer.line("/// The servers, security and environment variables of the API, for its client.")
            let arguments = InitializerEmitter(api: api, module: module).credentialArguments
            let others = api.operationSecurity.map { SwiftLiteral.security($0) }
            var values: [Source] = [
                .labelled("name", .text(SwiftLiteral.string(module))),
                "version: version",
                .labelled("servers", .array(api.servers.map { .text(SwiftLiteral.string($0)) })),
                .labelled("security", SwiftLiteral.security(api.security)),
            ]
            if !others.isEmpty { values.append(.labelled("operationSecurity", .array(others))) }
            let prefix = SwiftLiteral.environmentPrefix(module)
            values.append(.labelled("environmentPrefix", .text(SwiftLiteral.string(prefix))))
            if let arguments { values.append(.labelled("credentialArguments", .text(SwiftLiteral.string(arguments)))) }
            if api.wantsStainlessHeaders { values.append("sendsStainlessHeaders: true") }
            writer.list("public static let metadata = APIMetadata(", values, breaks: true)
            for server in api.serverTemplates {
                writer.line()
                ServerEmitter(server: server).write(to: &writer)
            }
        }
        return writer.bytes
    }
}

extension SwiftLiteral {
    /// `[[.bearer]]`: alternatives, each with the schemes that it needs together.
    static func security(_ alternatives: [[SecurityScheme.Kind]]) -> Source {
        .array(alternatives.map { kinds in .array(kinds.map { .text(scheme($0)) }) })
    }

    static func scheme(_ kind: SecurityScheme.Kind) -> String {
        switch kind {
        case .http("basic"): ".basic"
        case .http, .oauth2: ".bearer"
        case .openIDConnect: ".openIDConnect"
        case .mutualTLS: ".mutualTLS"
        case .apiKey(let name, let place): ".apiKey(in: .\(place.rawValue), name: \(string(name)))"
        }
    }

    /// The prefix of the client's environment variables: the module's name in upper snake case, without a final `API`.
    static func environmentPrefix(_ module: String) -> String {
        var words = SwiftName.words(of: module).map { $0.uppercased() }
        if words.count > 1, words.last == "API" { words.removeLast() }
        return words.joined(separator: "_")
    }
}
