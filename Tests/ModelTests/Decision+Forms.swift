import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// What the generator decides for the content types of one operation.
struct OperationDecision {
    private let decision: Decision

    private static let schemas = """
        Note: { type: object, required: [text], properties: { text: { type: string } } }
        Any: {}
        Job: { type: object, required: [id], properties: { id: { type: integer } } }
        File: { type: string, format: binary }
        MaybeFile: { $ref: '#/components/schemas/File', nullable: true }
        FileAlias: { $ref: '#/components/schemas/File' }
        """

    /// - Parameters:
    ///   - operation: The fields of the operation, in YAML's flow style.
    init(
        _ operation: String,
        method: String = "post",
        version: String = "3.1.0",
        isLinting: Bool = false
    ) throws {
        let fields =
            operation.contains("responses:") ? operation : operation + ", responses: { '204': { description: D } }"
        decision = try Decision(
            Self.schemas,
            version: version,
            paths: "{ /a: { \(method): { summary: S, operationId: a, \(fields) } } }",
            isLinting: isLinting
        )
    }

    /// An operation with the content types of its request.
    init(request content: String, required: Bool = true, version: String = "3.1.0", isLinting: Bool = false) throws {
        try self.init(
            "requestBody: { required: \(required), content: { \(content) } }",
            version: version,
            isLinting: isLinting
        )
    }

    /// An operation with the successful responses, each a status and the content types.
    init(responses: [(status: String, content: String)], method: String = "get", isLinting: Bool = false) throws {
        let entries = responses.map { status, content in
            "'\(status)': { description: D\(content.isEmpty ? "" : ", content: { \(content) }") }"
        }
        let fields = "responses: { \(entries.joined(separator: ", ")) }"
        try self.init(fields, method: method, isLinting: isLinting)
    }

    /// The methods, each on one line.
    var methods: [String] { decision.api.endpoints.map(Self.text) }

    /// The type of the only argument of the first method.
    var argument: String? { decision.api.endpoints[0].arguments.first.map(Self.text) }

    /// What each method sends as `Content-Type` by default.
    var contentTypes: [String] { decision.api.endpoints.compactMap(\.body?.contentType) }

    /// What each method sends as `Accept` by default.
    var accept: [String?] { decision.api.endpoints.map(\.response.accept) }

    /// The statuses and types of the error bodies of the first method.
    var failures: [String] {
        decision.api.endpoints[0].failures.map { $0.statuses.joined(separator: ", ") + " " + $0.type.text }
    }

    var warnings: [String] { decision.diagnostics.sorted.map(\.message) }

    /// The declaration of a type.
    func type(_ name: String) throws -> String { try decision.type(name) }

    /// The statuses of each member of a union.
    func statuses(of name: String) throws -> [String] {
        let type = decision.api.types.first { $0.qualifiedName == name }
        guard case .union(let union) = type?.kind else { return [] }
        return union.members.map { "\($0.caseName) \($0.statuses.map { "\($0)" }.joined(separator: " "))" }
    }

    private static func text(of endpoint: EndpointDeclaration) -> String {
        let arguments = endpoint.arguments.map(text).joined(separator: ", ")
        return "\(endpoint.methodName)(\(arguments))" + (endpoint.response.resultText.map { " -> " + $0 } ?? "")
    }

    private static func text(of argument: Argument) -> String {
        var value = argument.isOptional ? " = nil" : ""
        if case .string(let text) = argument.constant { value = " = '\(text)'" }
        return "\(argument.name): \(argument.type.text)" + value
    }
}
