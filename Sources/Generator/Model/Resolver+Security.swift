import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Security requirements (OpenAPI 3.1, Security Requirement Object).
extension Resolver {
    /// A scheme with its name in `components/securitySchemes` or, if it is elsewhere, the last token of its pointer.
    typealias NamedScheme = (name: String, origin: SourceReference, scheme: SecurityScheme)

    /// The alternative sets of credentials. Leaves out alternatives that cannot be met, with a warning; if none is left,
    /// requests are sent without credentials.
    mutating func alternatives(_ requirements: [SecurityRequirement]) -> [[SecurityScheme.Kind]] {
        let alternatives = requirements.compactMap { schemes(of: $0)?.map(\.scheme.kind) }
        for requirement in requirements {
            for item in requirement.items where declaration(of: item) == nil {
                warnAboutUndeclared(item, isLast: alternatives.isEmpty)
            }
        }
        return alternatives
    }

    /// The schemes that are required together; nil if one of them is not declared or not supported.
    mutating func schemes(of requirement: SecurityRequirement) -> [NamedScheme]? {
        var schemes: [NamedScheme] = []
        for item in requirement.items {
            guard let found = scheme(of: item) else { return nil }
            if case .http(let name) = found.scheme.kind, !["basic", "bearer"].contains(name) {
                warnAboutHTTPScheme(name, of: found)
                return nil
            }
            schemes.append(found)
        }
        return schemes
    }

    private mutating func scheme(of item: SecurityRequirement.Item) -> NamedScheme? {
        guard let (name, origin, declaration) = declaration(of: item) else { return nil }
        return references.object(declaration).map { (name, origin, $0) }
    }

    /// The scheme with this name or, if there is none, at this URI (OpenAPI 3.2).
    private mutating func declaration(
        of item: SecurityRequirement.Item
    ) -> (name: String, origin: SourceReference, scheme: ReferenceOr<SecurityScheme>)? {
        func component(_ name: String) -> (String, SourceReference, ReferenceOr<SecurityScheme>)? {
            guard let position = positions["securitySchemes"]?[name] else { return nil }
            let named = document.components.securitySchemes[position]
            return (name, named.origin, named.value)
        }
        if let named = component(item.scheme) { return named }
        guard let pointer = item.pointer, let last = pointer.tokens.last else { return nil }
        if let name = pointer.name(in: "components", "securitySchemes") { return component(name) }
        guard let node = document.root.node(at: pointer) else { return nil }
        let scheme = SecurityScheme.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        return scheme.map { (last, SourceReference(location: node.location, pointer: pointer), $0) }
    }

    /// - Parameter isLast: Whether the operation has no alternative that can be met.
    private mutating func warnAboutUndeclared(_ item: SecurityRequirement.Item, isLast: Bool) {
        let list = document.components.securitySchemes
        let near = suggestion(for: item.scheme) { _ in list.map(\.name) }
        let effect =
            isLast
            ? "nobody can give the credential that is required here, and requests are sent without it"
            : "this alternative cannot be met"
        let fix = near.map { "did you mean '\($0)'?" } ?? "add it under components/securitySchemes"
        warning("there is no security scheme '\(item.scheme)', so \(effect); \(fix)", item.origin)
    }

    private mutating func warnAboutHTTPScheme(_ name: String, of named: NamedScheme) {
        warning(
            "the HTTP authentication scheme '\(name)' is not supported, 'basic' and 'bearer' are; "
                + "send its credential with a header of your own",
            named.origin
        )
    }
}
