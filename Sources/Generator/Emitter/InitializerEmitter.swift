import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// Emits the initializers of the client; their arguments depend on the security schemes of the document.
struct InitializerEmitter {
    let api: API
    let module: String

    /// The arguments for credentials in messages; nil for the default `apiKey:`.
    var credentialArguments: String? {
        guard !api.takesOneKey else { return nil }
        let labels = api.credentials.map { credential in
            if case .basic(let password) = credential.form { return "\(credential.name): and \(password):" }
            return credential.name + ":"
        }
        return labels.joined(separator: " or ")
    }

    func write(to writer: inout SwiftWriter) {
        if api.takesOneKey {
            write([Parameter("apiKey", "String? = nil", "The credential")], keyArgument: "apiKey", to: &writer)
        } else if let only = token {
            write([Parameter(only.name, "String? = nil", text(of: only))], keyArgument: only.name, to: &writer)
            writer.line()
            writeProviderInitializer(only, to: &writer)
        } else {
            write(api.credentials.flatMap(parameters), keyArgument: nil, to: &writer)
        }
    }

    // MARK: - Credentials

    private var token: CredentialDeclaration? {
        api.credentials.count == 1 && api.credentials[0].form == .token ? api.credentials[0] : nil
    }

    private struct Parameter {
        var name: String
        var type: String
        var text: String

        init(_ name: String, _ type: String, _ text: String) {
            self.name = name
            self.type = type
            self.text = text
        }
    }

    private func parameters(of credential: CredentialDeclaration) -> [Parameter] {
        let user = Parameter(credential.name, "String? = nil", text(of: credential))
        guard case .basic(let password) = credential.form else { return [user] }
        return [user, Parameter(password, "String? = nil", "The password that goes with it")]
    }

    private func text(of credential: CredentialDeclaration) -> String {
        var description = credential.description
        while let last = description.last, last == "." || last.isWhitespace { description.removeLast() }
        if !description.isEmpty { return description }
        return switch credential.form {
        case .key: "The credential"
        case .token: "The access token"
        case .basic: "The user's name"
        }
    }

    // MARK: - Writing

    /// - Parameter keyArgument: The argument that is the client's key; nil where each credential has its own scheme.
    private func write(_ parameters: [Parameter], keyArgument: String?, to writer: inout SwiftWriter) {
        let variable = SwiftLiteral.environmentPrefix(module) + "_API_KEY"
        var comment = DocComment()
        comment.paragraph("Makes a client. Missing arguments come from the environment.")
        if keyArgument == nil {
            let form = parameters.count == 2 && api.credentials.count == 1 ? ", as `user:password`" : ""
            comment.paragraph("Without any of the credentials it is `\(variable)` that is sent\(form).")
        }
        for (index, parameter) in parameters.enumerated() {
            let ending = keyArgument == nil ? "." : "; else `\(variable)`."
            comment.item("Parameter \(parameter.name)", parameter.text + ending, isFirst: index == 0)
        }
        writeCommonItems(to: &comment)
        comment.write(to: &writer)
        writer.list(
            "public init(",
            (parameters.map { "\($0.name): \($0.type)" } + Self.commonParameters).map(Source.text),
            then: " throws {",
            breaks: true
        )
        writer.indented { writer in
            if keyArgument == nil {
                writer.line("var configuration = configuration")
                for credential in api.credentials { writer.line("\(use(of: credential))") }
            }
            writeMaking(key: keyArgument, to: &writer)
        }
        writer.line("}")
    }

    private func use(of credential: CredentialDeclaration) -> String {
        if case .basic(let password) = credential.form {
            return "try configuration.use(username: \(credential.name), password: \(password))"
        }
        let name = SwiftName.declared(credential.name)
        return "configuration.use(\(name), for: \(SwiftLiteral.scheme(credential.kind)))"
    }

    /// Emits the initializer for tokens that expire.
    private func writeProviderInitializer(_ credential: CredentialDeclaration, to writer: inout SwiftWriter) {
        var comment = DocComment()
        comment.paragraph("Makes a client whose access token expires.")
        comment.item(
            "Parameter \(credential.name)",
            "Gives a token: before the first call, and again when the server refuses the last one.",
            isFirst: true
        )
        writeCommonItems(to: &comment)
        comment.write(to: &writer)
        let provider = "\(credential.name): @escaping @Sendable () async throws -> String"
        writer.list(
            "public init(",
            ([provider] + Self.commonParameters).map(Source.text),
            then: " throws {",
            breaks: true
        )
        writer.indented { writer in
            writer.line("var configuration = configuration")
            writer.line("configuration.credentialProvider = { _ in APIKey(try await \(credential.name)()) }")
            writeMaking(key: nil, to: &writer)
        }
        writer.line("}")
    }

    private static let commonParameters = [
        "baseURL: String? = nil", "configuration: APIClient.Configuration = APIClient.Configuration()",
    ]

    private func writeCommonItems(to comment: inout DocComment) {
        let prefix = SwiftLiteral.environmentPrefix(module)
        let server = api.servers.first.map { ", else `\($0)`" } ?? ""
        comment.item("Parameter baseURL", "Where the API is; else `\(prefix)_BASE_URL`\(server).", isFirst: false)
        comment.item("Parameter configuration", "Timeouts, retries, transport and the like.", isFirst: false)
        comment.item(
            "Throws",
            "``APIError`` with the code `configuration` where the key or the URL is missing or malformed.",
            isFirst: false
        )
    }

    private func writeMaking(key: String?, to writer: inout SwiftWriter) {
        let keyArgument = key.map { ["apiKey: \(name: $0)"] as [Source] } ?? []
        writer.list(
            "api = try APIClient(",
            ["metadata: APIInfo.metadata"] + keyArgument + ["baseURL: baseURL", "configuration: configuration"],
            breaks: true
        )
    }
}

/// Emits a function that fills in the variables of a server URL.
struct ServerEmitter {
    let server: ServerDeclaration

    func write(to writer: inout SwiftWriter) {
        var comment = DocComment()
        comment.paragraph(server.description)
        comment.paragraph("The URL of `\(SwiftLiteral.commentLines(server.url).joined())`, for a client's `baseURL:`.")
        for (index, variable) in server.variables.enumerated() {
            let values = variable.allowed.map { "`\($0)`" }.joined(separator: ", ")
            let choice = values.isEmpty ? "" : "One of \(values)."
            let text = [variable.description, choice].filter { !$0.isEmpty }.joined(separator: "\n")
            let fallback = "What stands for `{\(variable.wireName)}`."
            comment.item("Parameter \(variable.name)", text.isEmpty ? fallback : text, isFirst: index == 0)
        }
        comment.write(to: &writer)
        writer.items(
            "public static func \(SwiftName.declared(server.functionName))(",
            server.variables.map { .text("\($0.name): String = \(SwiftLiteral.string($0.defaultValue))") },
            then: " -> String {"
        )
        writer.indented { writer in
            let text = server.parts.map { part in
                switch part {
                case .literal(let text): SwiftLiteral.escaped(text)
                case .variable(let index): "\\(\(SwiftName.declared(server.variables[index].name)))"
                }
            }
            writer.line("\"\(text.joined())\"")
        }
        writer.line("}")
    }
}
