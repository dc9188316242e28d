import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// Visits the schemas of `components` and everything that the operations use, and finds the parameters, responses and
/// other objects that references name.
struct ReferenceWalk {
    /// The schemas visited so far, each after its subschemas.
    private(set) var schemas: [Schema] = []
    /// Parameters, responses and other objects, by `Reference`.
    private(set) var objects: [ObjectIdentifier: any ReferencedObject] = [:]

    private let document: Document
    private let positions: [String: NameMap<Int>]
    /// The objects of `components` found so far, by section and name; nil for an invalid chain, which was reported.
    private var known: [String: NameMap<(any ReferencedObject)?>] = [:]
    /// The references in the visited schemas.
    private var references: [Reference] = []
    private var followedCount = 0
    /// The names of the security schemes that the document and its operations require.
    private var usedSchemes: Set<String> = []
    private var suggestions = SuggestionBudget()

    init(_ document: Document) {
        self.document = document
        positions = document.components.positions
    }

    /// The next reference to a schema.
    mutating func nextReference() -> Reference? {
        guard followedCount < references.count else { return nil }
        followedCount += 1
        return references[followedCount - 1]
    }

    /// Parses and visits the schema that a reference outside `components/schemas` names.
    mutating func parsedSchema(
        at pointer: JSONPointer,
        for reference: Reference,
        _ diagnostics: inout DiagnosticList
    ) -> Schema? {
        guard let node = document.root.node(at: pointer) else {
            reportDangling(reference, lenient: .anyValue, &diagnostics)
            return nil
        }
        let schema = Schema.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        visit(schema)
        return schema
    }

    mutating func reportDangling(
        _ reference: Reference,
        lenient fallback: Fallback,
        in section: String = "",
        names: @autoclosure () -> [String] = [],
        _ diagnostics: inout DiagnosticList
    ) {
        let name = reference.pointer?.tokens.last ?? ""
        var message = "'\(reference.text)' points at nothing in this document"
        if let near = suggestions.suggestion(for: name, among: names()) {
            message += "; did you mean '#\(JSONPointer(["components", section, near]))'?"
        } else {
            message += "; add it or correct the reference"
        }
        diagnostics.error(message, lenient: fallback, at: reference.origin)
    }

    // MARK: - Visits

    mutating func visitAll(_ diagnostics: inout DiagnosticList) {
        for component in document.components.schemas { visit(component.value) }
        for entry in document.paths { visit(entry, isWebhook: false, &diagnostics) }
        // The client decodes only the requests of webhooks.
        for entry in document.webhooks { visit(entry, isWebhook: true, &diagnostics) }
        use(document.security)
        for scheme in document.components.securitySchemes where usedSchemes.contains(scheme.name) {
            _ = unvisited(scheme.value, &diagnostics)
        }
    }

    private mutating func use(_ security: [SecurityRequirement]?) {
        for item in (security ?? []).lazy.flatMap(\.items) {
            usedSchemes.insert(item.scheme)
            if let name = item.pointer?.name(in: "components", "securitySchemes") { usedSchemes.insert(name) }
        }
    }

    private mutating func visit(_ schema: Schema) {
        if let reference = schema.reference { references.append(reference) }
        schema.forEachSubschema { visit($0) }
        schemas.append(schema)
    }

    private mutating func visit(_ entry: PathEntry, isWebhook: Bool, _ diagnostics: inout DiagnosticList) {
        guard let item = unvisited(entry.item, &diagnostics) else { return }
        for operation in item.operations {
            if let body = operation.requestBody.flatMap({ unvisited($0, &diagnostics) }) {
                visit(body.content, &diagnostics)
            }
            guard !isWebhook else { continue }
            use(operation.security)
            for parameter in operation.parameters { visit(parameter, &diagnostics) }
            for entry in operation.responses {
                guard let response = unvisited(entry.response, &diagnostics) else { continue }
                visit(response.headers, &diagnostics)
                visit(response.content, &diagnostics)
            }
        }
        guard !isWebhook else { return }
        for parameter in item.parameters { visit(parameter, &diagnostics) }
    }

    private mutating func visit(_ parameter: ReferenceOr<Parameter>, _ diagnostics: inout DiagnosticList) {
        guard let parameter = unvisited(parameter, &diagnostics) else { return }
        if let schema = parameter.schema { visit(schema) }
        visit(parameter.content, &diagnostics)
    }

    private mutating func visit(_ headers: [Response.NamedHeader], _ diagnostics: inout DiagnosticList) {
        for named in headers {
            guard let header = unvisited(named.header, &diagnostics) else { continue }
            if let schema = header.schema { visit(schema) }
            visit(header.content, &diagnostics)
        }
    }

    private mutating func visit(_ content: [MediaTypeEntry], _ diagnostics: inout DiagnosticList) {
        for entry in content {
            guard let media = unvisited(entry.mediaType, &diagnostics) else { continue }
            if let schema = media.schema { visit(schema) }
            if let schema = media.itemSchema { visit(schema) }
            for (_, encoding) in media.encoding.sorted(by: { $0.key < $1.key }) {
                visit(encoding.headers, &diagnostics)
            }
        }
    }

    // MARK: - Objects

    /// Finds the object; nil if its reference is invalid or the walk has visited it.
    private mutating func unvisited<Object: ComponentObject>(
        _ value: ReferenceOr<Object>,
        _ diagnostics: inout DiagnosticList
    ) -> Object? {
        switch value {
        case .value(let object): return object
        case .reference(let reference):
            var isVisited = false
            let object: Object? = followed(reference, &isVisited, &diagnostics)
            objects[ObjectIdentifier(reference)] = object
            return isVisited ? nil : object
        }
    }

    /// Follows a chain of references to its end.
    private mutating func followed<Object: ComponentObject>(
        _ start: Reference,
        _ isVisited: inout Bool,
        _ diagnostics: inout DiagnosticList
    ) -> Object? {
        var reference = start
        var seen: Set<JSONPointer> = []
        var passed: [String] = []
        // All references of the chain have the same target; nil if it is invalid and was reported.
        var target: Object?
        defer {
            for name in passed { known[Object.section, default: NameMap()][name] = .some(target) }
        }
        while let pointer = reference.pointer {
            guard seen.insert(pointer).inserted else {
                let message = "'\(reference.text)' refers to itself; point it at an object"
                diagnostics.error(message, lenient: .leftOut, at: reference.origin)
                return nil
            }
            let next: ReferenceOr<Object>?
            if let name = pointer.name(in: "components", Object.section) {
                if let known = known[Object.section]?[name] {
                    isVisited = true
                    target = known as? Object
                    return target
                }
                let list = Object.list(in: document.components)
                let position = positions[Object.section]?[name]
                next = position.map { list[$0].value }
                if position == nil {
                    reportDangling(
                        reference,
                        lenient: .leftOut,
                        in: Object.section,
                        names: list.map(\.name),
                        &diagnostics
                    )
                } else {
                    passed.append(name)
                }
            } else {
                next = parsed(reference, at: pointer, &diagnostics)
            }
            switch next {
            case .value(let object):
                target = object
                return object
            case .reference(let further): reference = further
            case nil: return nil
            }
        }
        return nil
    }

    /// Parses the target of a reference outside the section.
    private mutating func parsed<Object: ComponentObject>(
        _ reference: Reference,
        at pointer: JSONPointer,
        _ diagnostics: inout DiagnosticList
    ) -> ReferenceOr<Object>? {
        let tokens = pointer.tokens
        if tokens.count == 3, tokens[0] == "components" {
            diagnostics.warning(
                "'\(reference.text)' is one of '\(tokens[1])', and one of '\(Object.section)' belongs here; it is left "
                    + "out",
                at: reference.origin.location,
                reference.origin.pointer
            )
            return nil
        }
        guard let node = document.root.node(at: pointer) else {
            reportDangling(reference, lenient: .leftOut, &diagnostics)
            return nil
        }
        return Object.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
    }
}

extension Schema {
    /// Calls the function with each direct subschema.
    func forEachSubschema(_ visit: (Schema) -> Void) {
        for schema in allOf { visit(schema) }
        for schema in anyOf { visit(schema) }
        for schema in oneOf { visit(schema) }
        for schema in prefixItems { visit(schema) }
        for property in properties { visit(property.schema) }
        for property in patternProperties { visit(property.schema) }
        if let items { visit(items) }
        if let schema = additionalProperties?.schema { visit(schema) }
        if let contentSchema { visit(contentSchema) }
    }
}
