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
        let references = References(document, diagnostics: &diagnostics)
        let schemas = NormalizedSchemas(Nullability(references), document.components, diagnostics: &diagnostics)
        let unions = UnionDecisions(schemas, diagnostics: &diagnostics)
        let usage = ReadWriteUsage(document, references)
        let names = TypeNames(document.components.schemas, references, module: module)
        let types = TypeDeclarations(
            of: document,
            unions,
            usage,
            names,
            isLinting: isLinting,
            diagnostics: diagnostics
        )
        let shapes = RequestShapes(schemas, unions, names, isEnabled: describesRequests)
        var resolver = Resolver(document, module: module, types, shapes)
        self = resolver.resolve()
        diagnostics = resolver.diagnostics
    }
}

/// The last pass: declares the endpoints, with the types of their bodies, parameters and responses, and assembles the API.
struct Resolver {
    let document: Document
    /// The module of the client.
    let module: String
    var types: TypeDeclarations
    var shapes: RequestShapes
    /// The index of every component but schemas in its list, by section and name.
    let positions: [String: NameMap<Int>]
    /// The budget for suggesting names.
    var suggestions = SuggestionBudget()
    /// The current depth of nested unions.
    var nesting = 0
    /// The types of error bodies, by schema.
    var failureTypes: [ObjectIdentifier: FailureType] = [:]

    init(_ document: Document, module: String, _ types: TypeDeclarations, _ shapes: RequestShapes) {
        self.document = document
        self.module = module
        self.types = types
        self.shapes = shapes
        positions = document.components.positions
    }

    mutating func resolve() -> API {
        let security = document.security.map { alternatives($0) } ?? []
        var endpoints = resolveEndpoints()
        let types = types.inDocumentOrder(document.components.schemas)
        let resources = resourceTree(of: &endpoints)
        Self.nameCompanions(of: &endpoints, beside: types)
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
            types: TypeGraph.completed(types),
            root: resources,
            endpoints: endpoints,
            shapes: shapes.components,
            examples: self.types.examples
        )
    }
}

extension Resolver: ReportingPass {
    var diagnostics: DiagnosticList {
        get { types.diagnostics }
        _modify { yield &types.diagnostics }
    }

    var isLinting: Bool { types.isLinting }

    mutating func lint(_ operation: OperationObject) {
        guard operation.summary == nil, operation.description == nil else { return }
        lint("the operation has neither 'summary' nor 'description'; say what it does", operation.origin)
    }
}

// Look-ups in the passes before.
extension Resolver {
    var references: References { types.references }

    var schemas: NormalizedSchemas { types.schemas }

    var components: NameMap<Schema> { references.components }

    var topLevel: Scope { types.topLevel }

    var statusTags: [ObjectIdentifier: StatusTags] {
        get { types.statusTags }
        _modify { yield &types.statusTags }
    }

    mutating func resolvedType(
        of schema: Schema,
        named name: @autoclosure () -> String,
        element: @autoclosure () -> String? = nil,
        in scope: Scope
    ) -> ResolvedType {
        types.resolvedType(of: schema, named: name(), element: element(), in: scope)
    }

    mutating func type(
        of form: NormalizedSchema,
        named name: String,
        element: String,
        in scope: Scope,
        schema: Schema
    ) -> TypeReference {
        types.type(of: form, named: name, element: element, in: scope, schema: schema)
    }

    mutating func elementType(of schema: Schema, named name: String, in scope: Scope) -> TypeReference {
        types.elementType(of: schema, named: name, in: scope)
    }

    mutating func memberName(_ text: String) -> String { types.memberName(text) }

    mutating func addExamples(_ nodes: [Node], of type: TypeReference, at origin: SourceReference) {
        types.addExamples(nodes, of: type, at: origin)
    }

    func exampleValue(_ node: Node) -> Node? { types.exampleValue(node) }

    static func json(_ node: Node) -> String? { Example.json(node) }

    func documentation(of schema: Schema, pointer: String?, isDeprecated: Bool? = nil) -> Documentation {
        Documentation(of: schema, pointer: pointer, isDeprecated: isDeprecated)
    }

    mutating func requestShape(of schema: Schema?) -> Shape { shapes.requestShape(of: schema) }

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

    func access(to schema: Schema) -> (isReadOnly: Bool, isWriteOnly: Bool) { types.usage.access(to: schema) }

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
