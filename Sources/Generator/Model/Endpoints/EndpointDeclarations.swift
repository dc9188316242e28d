import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

/// The sixth pass: the methods of the client, with the types of their bodies, parameters and responses.
struct EndpointDeclarations {
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
        _ shapes: RequestShapes,
        diagnostics: inout DiagnosticList
    ) {
        self.document = document
        self.security = security
        self.module = module
        self.types = types
        self.shapes = shapes
        references = types.references
        schemas = types.schemas
        self.types.diagnostics = diagnostics
        var declarations = declareEndpoints()
        root = resourceTree(of: &declarations)
        Self.nameCompanions(of: &declarations, beside: self.types.inDocumentOrder(document.components.schemas))
        self.declarations = declarations
        diagnostics = self.types.diagnostics
    }

    /// The security requirements of operations that differ from the default, each once.
    var otherSecurity: [[[SecurityScheme.Kind]]] {
        var known: Set = [security.requirements]
        return declarations.compactMap(\.security).filter { known.insert($0).inserted }
    }
}

extension EndpointDeclarations: ReportingPass {
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
