import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The security requirements of a document and its operations (OpenAPI 3.1, Security Requirement Object), and the
/// credentials that follow from them.
struct Security {
    /// A scheme with its name in `components/securitySchemes` or, if it is elsewhere, the last token of its pointer.
    struct NamedScheme {
        var name: String
        /// The index in `components/securitySchemes`; nil for a scheme elsewhere.
        var position: Int?
        var origin: SourceReference
        var scheme: SecurityScheme

        /// Whether the client can send its credential.
        var isSupported: Bool {
            if case .http(let name) = scheme.kind { ["basic", "bearer"].contains(name) } else { true }
        }
    }

    /// The alternatives that the document requires by default.
    private(set) var requirements: [[SecurityScheme.Kind]] = []
    /// The credentials that the client's initializer takes.
    private(set) var credentials: [CredentialDeclaration] = []

    /// By the text in requirements.
    private var schemes: [String: NamedScheme] = [:]
    private var suggestions = SuggestionBudget()

    init(_ document: Document, _ references: References, diagnostics: inout DiagnosticList) {
        let operations = document.paths.flatMap { references.object($0.item)?.operations ?? [] }
        let all = [document.security ?? []] + operations.map { $0.security ?? [] }
        for item in all.joined().flatMap(\.items) where schemes[item.scheme] == nil {
            schemes[item.scheme] = Self.scheme(of: item, document, references, &diagnostics)
        }
        for requirements in all { check(requirements, document, &diagnostics) }
        requirements = document.security.map { alternatives($0) } ?? []
        credentials = credentials(for: Array(all.joined()))
    }

    /// The alternative sets of credentials. Leaves out alternatives that cannot be met; if none is left, requests are
    /// sent without credentials.
    func alternatives(_ requirements: [SecurityRequirement]) -> [[SecurityScheme.Kind]] {
        requirements.compactMap { schemes(of: $0)?.map(\.scheme.kind) }
    }

    /// The schemes that are required together; nil if one of them is not declared or not supported.
    func schemes(of requirement: SecurityRequirement) -> [NamedScheme]? {
        let found = requirement.items.compactMap { schemes[$0.scheme] }.filter(\.isSupported)
        return found.count == requirement.items.count ? found : nil
    }

    // MARK: - The pass

    /// The scheme with this name or, if there is none, at this URI (OpenAPI 3.2).
    private static func scheme(
        of item: SecurityRequirement.Item,
        _ document: Document,
        _ references: References,
        _ diagnostics: inout DiagnosticList
    ) -> NamedScheme? {
        let list = document.components.securitySchemes
        func component(_ name: String) -> NamedScheme? {
            guard let position = list.firstIndex(where: { $0.name == name }),
                let scheme = references.object(list[position].value)
            else { return nil }
            return NamedScheme(name: name, position: position, origin: list[position].origin, scheme: scheme)
        }
        if let named = component(item.scheme) { return named }
        guard let pointer = item.pointer, let last = pointer.tokens.last else { return nil }
        if let name = pointer.name(in: "components", "securitySchemes") { return component(name) }
        guard let node = document.root.node(at: pointer) else { return nil }
        let parsed = SecurityScheme.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        guard let parsed, let scheme = references.object(parsed) else { return nil }
        let origin = SourceReference(location: node.location, pointer: pointer)
        return NamedScheme(name: last, position: nil, origin: origin, scheme: scheme)
    }

    /// Warns of alternatives that cannot be met.
    private mutating func check(
        _ requirements: [SecurityRequirement],
        _ document: Document,
        _ diagnostics: inout DiagnosticList
    ) {
        let isLast = alternatives(requirements).isEmpty
        for item in requirements.flatMap(\.items) {
            guard let named = schemes[item.scheme] else {
                let names = document.components.securitySchemes.map(\.name)
                // The reference of a declared scheme was reported.
                if !names.contains(item.scheme) { warnAboutUndeclared(item, isLast: isLast, names, &diagnostics) }
                continue
            }
            guard case .http(let name) = named.scheme.kind, !named.isSupported else { continue }
            diagnostics.warning(
                "the HTTP authentication scheme '\(name)' is not supported, 'basic' and 'bearer' are; "
                    + "send its credential with a header of your own",
                at: named.origin.location,
                named.origin.pointer
            )
        }
    }

    /// - Parameter isLast: Whether there is no alternative that can be met.
    private mutating func warnAboutUndeclared(
        _ item: SecurityRequirement.Item,
        isLast: Bool,
        _ names: [String],
        _ diagnostics: inout DiagnosticList
    ) {
        let near = suggestions.suggestion(for: item.scheme, among: names)
        let effect =
            isLast
            ? "nobody can give the credential that is required here, and requests are sent without it"
            : "this alternative cannot be met"
        let fix = near.map { "did you mean '\($0)'?" } ?? "add it under components/securitySchemes"
        diagnostics.warning(
            "there is no security scheme '\(item.scheme)', so \(effect); \(fix)",
            at: item.origin.location,
            item.origin.pointer
        )
    }
}
