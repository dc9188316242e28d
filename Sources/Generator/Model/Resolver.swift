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
        var types = TypeDeclarations(
            of: document,
            unions,
            usage,
            names,
            isLinting: isLinting,
            diagnostics: diagnostics
        )
        let shapes = RequestShapes(schemas, unions, names, isEnabled: describesRequests)
        let security = Security(document, references, diagnostics: &types.diagnostics)
        let endpoints = Resolver(document, security, module: module, types, shapes)
        diagnostics = endpoints.diagnostics
        self.init(
            title: document.info.title,
            version: document.info.version,
            description: document.info.description ?? document.info.summary ?? "",
            servers: document.servers.map(\.defaultURL),
            serverTemplates: ServerDeclaration.templates(of: document.servers),
            security: security.requirements,
            operationSecurity: endpoints.otherSecurity,
            wantsStainlessHeaders: document.wantsStainlessHeaders,
            credentials: security.credentials,
            types: TypeGraph.completed(endpoints.types.inDocumentOrder(document.components.schemas)),
            root: endpoints.root,
            endpoints: endpoints.declarations,
            shapes: endpoints.shapes.components,
            examples: endpoints.types.examples
        )
    }
}

/// The last pass: the methods of the client, with the types of their bodies, parameters and responses.
struct Resolver {
    let document: Document
    let references: References
    let schemas: NormalizedSchemas
    let security: Security
    /// The module of the client.
    let module: String
    var types: TypeDeclarations
    var shapes: RequestShapes
    /// The types of error bodies, by schema.
    var failureTypes: [ObjectIdentifier: FailureType] = [:]

    /// In document order.
    private(set) var declarations: [EndpointDeclaration] = []
    /// The resource of the client itself.
    private(set) var root = Resource()

    init(
        _ document: Document,
        _ security: Security,
        module: String,
        _ types: TypeDeclarations,
        _ shapes: RequestShapes
    ) {
        self.document = document
        self.security = security
        self.module = module
        self.types = types
        self.shapes = shapes
        references = types.references
        schemas = types.schemas
        var declarations = resolveEndpoints()
        root = resourceTree(of: &declarations)
        Self.nameCompanions(of: &declarations, beside: types.inDocumentOrder(document.components.schemas))
        self.declarations = declarations
    }

    /// The security requirements of operations that differ from the default, each once.
    var otherSecurity: [[[SecurityScheme.Kind]]] {
        var known: Set = [security.requirements]
        return declarations.compactMap(\.security).filter { known.insert($0).inserted }
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

    func documentation(of schema: Schema, pointer: String?, isDeprecated: Bool? = nil) -> Documentation {
        Documentation(of: schema, pointer: pointer, isDeprecated: isDeprecated)
    }
}
