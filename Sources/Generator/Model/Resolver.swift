package import HandingerGeneratorDiagnostics
package import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

extension API {
    /// Resolves a document: follows its references, decides its unions, names everything.
    ///
    /// - Parameters:
    ///   - diagnostics: Takes what is wrong with the document. Where that includes an error the result must not be
    ///     used.
    ///   - module: The module that the client will be: no type of the document's takes the name of its client.
    ///   - isLinting: Whether to warn also of what is legal but makes the client worse.
    ///   - describesRequests: Whether to give the shapes of parameters and bodies; else they are ``Shape/any``.
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

/// The last stage that knows the document and the last one that may complain.
struct Resolver {
    let document: Document
    var diagnostics: DiagnosticList
    var isLinting = false
    var describesRequests = true

    /// By the name in `components/schemas`.
    var components: NameMap<Schema>
    /// Where each of the other components stands in its section's list, by section and name.
    let positions: [String: NameMap<Int>]
    var componentStates = NameMap<ComponentState>()
    /// How many components that are only other names are being followed.
    var aliasDepth = 0
    /// Components that are only other names and lead into a circle of such.
    var circularAliases: Set<ByteKey> = []
    /// For the search of names that were meant.
    var suggestions = SuggestionBudget()
    var componentNullability = NameMap<Bool>()
    var componentForms = NameMap<SchemaForm>()
    /// Swift names of the components' types.
    var componentNames = NameMap<String>()
    /// Schemas that references reach outside `components/schemas`, by pointer. All but plain ones count as components,
    /// by their pointer: they may hold themselves.
    var remoteSchemas: [JSONPointer: SchemaTarget] = [:]
    /// Where plain references end. They all stand in the document, so that their identity stays their own.
    var resolvedTargets: [ObjectIdentifier: Schema] = [:]
    /// Where rows of references through places that are no components end.
    var rowTargets: [ObjectIdentifier: SchemaTarget] = [:]
    /// Where rows of references among the other components end, by section and name; nil for nowhere.
    var rowEnds: [String: NameMap<Int?>] = [:]
    /// Those of them whose types are still to be declared.
    var waitingRemotes: [String] = []
    /// What requests may hold, by type, in the order in which they are met.
    var shapes: [(name: String, shape: Shape)] = []
    var shapeNames: Set<String> = []
    var examples: [Example] = []
    /// The properties of schemas, parts and references taken together.
    var knownParts: [ObjectIdentifier: ObjectParts] = [:]
    /// What objects have of themselves, with the schema, so that its identity stays its own.
    var knownOwnParts: [ObjectIdentifier: (schema: Schema, parts: ObjectParts)] = [:]
    /// Schemas made of others, by those.
    var madeUnions: [[ObjectIdentifier]: Schema] = [:]
    var distributions: [ObjectIdentifier: Distribution] = [:]
    /// How many properties have been brought together from the parts of objects.
    var collectedCount = 0
    var isCollectionLimitReported = false
    static let collectionLimit = 1_000_000
    /// How many members have been made for unions whose members share the properties beside them.
    var distributedCount = 0
    static let distributionLimit = 3_000
    /// How deep unions inside unions have been followed.
    var nesting = 0
    /// The declarations at the top level.
    var top = Scope()
    /// Which schemas requests and responses hold, once it matters.
    var directions: Directions?
    /// For unions of what several statuses answer: the statuses of each member.
    var statusTags: [ObjectIdentifier: StatusTags] = [:]
    /// Types of the bodies of failures, by schema.
    var failureTypes: [ObjectIdentifier: FailureType] = [:]
    /// Security schemes that a warning was given for.
    var reportedSchemes: Set<String> = []
    /// What properties, members and values would like to be called: many types have them in common.
    private var memberNames = NameMap<String>()
    /// Components whose Swift name belonged to another.
    private var renamedComponents: [(name: String, wanted: String, given: String, origin: Origin)] = []

    enum ComponentState {
        case inProgress
        /// In progress, and met again inside itself.
        case recursive
        case done(TypeReference)
    }

    init(_ document: Document, module: String, diagnostics: DiagnosticList) {
        self.document = document
        _ = top.names.claim(SwiftName.client(ofModule: module))
        self.diagnostics = diagnostics
        components = NameMap(document.components.schemas.map { ($0.name, $0.value) })
        positions = document.components.positions
        for component in document.components.schemas {
            var wanted = NameTable.typeName(component.name)
            // Types that others hide are called by their module's name.
            if wanted == module { wanted += "Model" }
            let name = top.names.claim(wanted)
            componentNames[component.name] = name
            if name != wanted { renamedComponents.append((component.name, wanted, name, component.origin)) }
        }
    }

    mutating func resolve() -> API {
        for (name, wanted, given, origin) in renamedComponents {
            remark("'\(name)' is called '\(given)', because another schema is '\(wanted)' already", origin)
        }
        declareComponents()
        declareWebhooks()
        let security = document.security.map { alternatives($0) } ?? []
        var endpoints = resolveEndpoints()
        declareRemotes()
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
            credentials: credentials(),
            types: Self.completed(types),
            root: resources,
            endpoints: endpoints,
            shapes: shapes,
            examples: examples
        )
    }

    /// The types with what depends on all of them together. Nothing is complained of here any more.
    private static func completed(_ types: [TypeDeclaration]) -> [TypeDeclaration] {
        var types = types
        var graph = TypeGraph(types)
        markRecursion(in: &graph)
        boundSizes(in: &graph)
        completeUnions(in: &graph)
        untangleUnions(in: &graph)
        graph.update(&types)
        return types
    }

    /// ``SwiftName/member(_:)``, each once.
    mutating func memberName(_ text: String) -> String {
        if let known = memberNames[text] { return known }
        let name = SwiftName.member(text)
        memberNames[text] = name
        return name
    }

    /// Components are resolved in the order in which they are first needed; people read them as the document has them.
    private var typesInDocumentOrder: [TypeDeclaration] {
        top.declarations(first: document.components.schemas.compactMap { componentNames[$0.name] })
    }
}

extension Resolver {
    mutating func error(_ message: String, _ origin: Origin) {
        diagnostics.error(message, at: origin.location, origin.pointer)
    }

    mutating func warning(_ message: String, _ origin: Origin) {
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }
}
