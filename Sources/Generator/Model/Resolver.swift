package import HandingerGeneratorDiagnostics
package import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

extension API {
    /// Resolves a document: follows its references, decides its unions and assigns all names.
    ///
    /// - Parameters:
    ///   - diagnostics: Receives the problems of the document. After an error the result must not be used.
    ///   - module: The module of the client, whose client type has a reserved name.
    ///   - isLinting: Whether to warn also of valid documents that make a worse client.
    ///   - describesRequests: Whether to describe the allowed values of parameters and bodies; otherwise they are
    ///     ``Shape/any``.
    package init(
        _ document: Document,
        module: String = "",
        isLinting: Bool = false,
        describesRequests: Bool = true,
        diagnostics: inout DiagnosticList
    ) {
        var resolver = Resolver(document, module: module, diagnostics: diagnostics)
        resolver.isLinting = isLinting
        resolver.describesRequests = describesRequests
        self = resolver.resolve()
        diagnostics = resolver.diagnostics
    }
}

/// Turns a document into an API. The last stage that reads the document and the last that reports diagnostics.
struct Resolver {
    let document: Document
    var diagnostics: DiagnosticList
    var isLinting = false
    var describesRequests = true

    let references: References
    let schemas: NormalizedSchemas
    let unions: UnionDecisions
    let usage: ReadWriteUsage
    /// The index of every other component in its list, by section and name.
    let positions: [String: NameMap<Int>]
    var componentStates = NameMap<ComponentState>()
    /// The number of nested component aliases being resolved.
    var aliasDepth = 0
    /// The budget for suggesting names.
    var suggestions = SuggestionBudget()
    /// The Swift names of the components' types.
    var componentNames = NameMap<String>()
    /// The allowed values of types used in requests, in the order of first use.
    var shapes: [(name: String, shape: Shape)] = []
    var shapeNames: Set<String> = []
    var examples: [Example] = []
    /// The current depth of nested unions.
    var nesting = 0
    /// The declarations at the top level.
    var topLevel = Scope()
    /// The statuses of the members of unions over several responses.
    var statusTags: [ObjectIdentifier: StatusTags] = [:]
    /// The types of error bodies, by schema.
    var failureTypes: [ObjectIdentifier: FailureType] = [:]
    /// Security schemes that were already reported as unsupported.
    var reportedSchemes: Set<String> = []
    /// A cache of property and case names, which many types share.
    private var memberNames = NameMap<String>()
    /// Components whose Swift name was taken by another.
    private var renamedComponents: [(name: String, wanted: String, given: String, origin: SourceReference)] = []

    enum ComponentState {
        case inProgress
        /// In progress and referred to by its own definition.
        case recursive
        case done(TypeReference)
    }

    init(_ document: Document, module: String, diagnostics: DiagnosticList) {
        self.document = document
        _ = topLevel.names.claim(SwiftName.client(ofModule: module))
        self.diagnostics = diagnostics
        references = References(document, diagnostics: &self.diagnostics)
        let nullability = Nullability(references)
        schemas = NormalizedSchemas(nullability, document.components, diagnostics: &self.diagnostics)
        unions = UnionDecisions(schemas, diagnostics: &self.diagnostics)
        usage = ReadWriteUsage(document, references)
        positions = document.components.positions
        for component in document.components.schemas {
            var wanted = NameTable.typeName(component.name)
            // A type with the name of the module would shadow it.
            if wanted == module { wanted += "Model" }
            let name = topLevel.names.claim(wanted)
            componentNames[component.name] = name
            if name != wanted { renamedComponents.append((component.name, wanted, name, component.origin)) }
        }
        for (name, pointer) in references.remoteComponents {
            componentNames[name] = topLevel.names.claim(NameTable.typeName(Self.name(of: pointer)))
        }
    }

    mutating func resolve() -> API {
        for (name, wanted, given, origin) in renamedComponents {
            lint("'\(name)' is called '\(given)', because another schema is '\(wanted)' already", origin)
        }
        declareComponents()
        declareWebhooks()
        let security = document.security.map { alternatives($0) } ?? []
        var endpoints = resolveEndpoints()
        let types = typesInDocumentOrder
        let resources = resourceTree(of: &endpoints)
        Self.nameHeaders(of: &endpoints, beside: types)
        return API(
            title: document.info.title,
            version: document.info.version,
            description: document.info.description ?? document.info.summary ?? "",
            servers: document.servers.map(Self.url),
            serverTemplates: serverTemplates(),
            security: security,
            operationSecurity: Self.otherSecurity(of: endpoints, besides: security),
            wantsStainlessHeaders: document.wantsStainlessHeaders,
            credentials: credentials(),
            types: Self.completed(types),
            root: resources,
            endpoints: endpoints,
            shapes: shapes,
            examples: examples
        )
    }

    /// Adds the properties that depend on all types together. Reports no diagnostics.
    private static func completed(_ types: [TypeDeclaration]) -> [TypeDeclaration] {
        var types = types
        var graph = TypeGraph(types)
        markRecursion(in: &graph)
        limitInlineSizes(in: &graph)
        addSharedMembers(in: &graph)
        breakUnionCycles(in: &graph)
        graph.update(&types)
        return types
    }

    /// The type name of a schema outside `components`: `User` for `#/$defs/User`.
    private static func name(of pointer: JSONPointer) -> String {
        let structure: Set<String> = [
            "$defs", "definitions", "components", "schemas", "properties", "items", "paths", "responses", "content",
            "schema", "requestBody", "requestBodies", "parameters", "allOf", "anyOf", "oneOf",
        ]
        let names = pointer.tokens.filter { !structure.contains($0) }
        return names.isEmpty ? "Schema" : names.joined(separator: " ")
    }

    /// ``SwiftName/member(_:)`` with a cache.
    mutating func memberName(_ text: String) -> String {
        if let known = memberNames[text] { return known }
        let name = SwiftName.member(text)
        memberNames[text] = name
        return name
    }

    /// Components are resolved in the order of first use, but emitted in document order.
    private var typesInDocumentOrder: [TypeDeclaration] {
        topLevel.declarations(first: document.components.schemas.compactMap { componentNames[$0.name] })
    }
}

extension Resolver {
    mutating func error(_ message: String, _ origin: SourceReference) {
        diagnostics.error(message, at: origin.location, origin.pointer)
    }

    mutating func warning(_ message: String, _ origin: SourceReference) {
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }
}

// Warnings of `--lint`, about valid documents that make a worse client.
extension Resolver {
    mutating func lint(_ message: String, _ origin: SourceReference) {
        guard isLinting else { return }
        warning(message, origin)
    }

    mutating func lintTrials(_ schema: Schema) {
        lint(
            "the members of this union have to be told apart by trial; add a 'discriminator', or give each a required "
                + "property with a 'const' of its own",
            schema.origin
        )
    }

    mutating func lint(_ operation: OperationObject) {
        guard operation.summary == nil, operation.description == nil else { return }
        lint("the operation has neither 'summary' nor 'description'; say what it does", operation.origin)
    }
}

// Look-ups in the passes before.
extension Resolver {
    var components: NameMap<Schema> { references.components }

    func resolvedTarget(of schema: Schema) -> Schema { references.resolvedTarget(of: schema) }

    func normalized(_ schema: Schema, only type: Schema.TypeName? = nil) -> NormalizedSchema {
        schemas.normalized(schema, only: type)
    }

    func allowsNull(_ schema: Schema) -> Bool { schemas.nullability.allowsNull(schema) }

    func variants(of schema: Schema) -> [Schema] { schema.variants }

    func variantsBesidesNull(of schema: Schema) -> [Schema] { schemas.nullability.variantsBesidesNull(of: schema) }

    func objectParts(of schema: Schema) -> ObjectParts { schemas.objects.parts(of: schema) }

    func oneOf(_ members: [Schema], origin: SourceReference) -> Schema? {
        NormalizedSchemas.oneOf(members, origin: origin)
    }

    static func areSame(_ schema: Schema, _ other: Schema) -> Bool { schema.isObviouslyEqual(to: other) }

    func access(to schema: Schema) -> (isReadOnly: Bool, isWriteOnly: Bool) { usage.access(to: schema) }

    /// The name most likely meant; nil once the document's budget is spent.
    mutating func suggestion(for name: String, among names: (Resolver) -> [String]) -> String? {
        guard !suggestions.isExhausted else { return nil }
        let names = names(self)
        return suggestions.suggestion(for: name, among: names)
    }

    func resolve<Object: ReferencedObject>(
        _ value: ReferenceOr<Object>,
        in section: String,
        _ list: [Components.Named<ReferenceOr<Object>>],
        parse: (Node, JSONPointer, Document, inout DiagnosticList) -> ReferenceOr<Object>?
    ) -> Object? {
        references.object(value)
    }
}
