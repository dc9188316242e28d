package import Diagnostics
package import OpenAPI
import YAML

extension API {
    /// Resolves a document: follows its references, decides its unions, names everything.
    ///
    /// - Parameters:
    ///   - diagnostics: Takes what is wrong with the document. Where that includes an error the result must not be
    ///     used.
    ///   - isLinting: Whether to warn also of what is legal but makes the client worse.
    ///   - describesRequests: Whether to give the shapes of parameters and bodies; else they are ``Shape/any``.
    package init(
        _ document: Document,
        isLinting: Bool = false,
        describesRequests: Bool = true,
        diagnostics: inout DiagnosticList
    ) {
        var resolver = Resolver(document, diagnostics: diagnostics)
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
    let components: [String: Schema]
    var componentStates: [String: ComponentState] = [:]
    /// How many components that are only other names are being followed.
    var aliasDepth = 0
    var componentNullability: [String: Bool] = [:]
    /// Swift names of the components' types.
    var componentNames: [String: String] = [:]
    /// Schemas that references reach outside `components/schemas`, by pointer.
    var remoteSchemas: [JSONPointer: Schema] = [:]
    /// What requests may hold, by type, in the order in which they are met.
    var shapes: [(name: String, shape: Shape)] = []
    var shapeNames: Set<String> = []
    var examples: [Example] = []
    /// The properties of schemas, parts and references taken together.
    var knownParts: [ObjectIdentifier: ObjectParts] = [:]
    /// Schemas made of others, by those.
    var madeUnions: [[ObjectIdentifier]: Schema] = [:]
    var distributions: [ObjectIdentifier: Distribution] = [:]
    /// How many properties have been brought together from the parts of objects.
    var collectedCount = 0
    var isCollectionLimitReported = false
    static let collectionLimit = 2_000_000
    /// How deep unions inside unions have been followed.
    var nesting = 0
    /// What is declared at the top level.
    let top = Scope(prefix: "")
    /// Components whose Swift name belonged to another.
    private var renamedComponents: [(name: String, wanted: String, given: String, origin: Origin)] = []

    enum ComponentState {
        case inProgress
        /// In progress, and met again inside itself.
        case recursive
        case done(TypeReference)
    }

    init(_ document: Document, diagnostics: DiagnosticList) {
        self.document = document
        self.diagnostics = diagnostics
        components = Dictionary(
            document.components.schemas.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        for component in document.components.schemas {
            let wanted = NameTable.typeName(component.name)
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
        let resources = resourceTree(of: &endpoints)
        var types = inDocumentOrder(top.declarations)
        markRecursion(in: &types)
        completeUnions(in: &types)
        return API(
            title: document.info.title,
            version: document.info.version,
            description: document.info.description ?? document.info.summary ?? "",
            servers: document.servers.map(Self.url),
            security: security,
            types: types,
            root: resources,
            endpoints: endpoints,
            shapes: shapes,
            examples: examples
        )
    }

    /// Components are resolved in the order in which they are first needed; people read them as the document has them.
    private func inDocumentOrder(_ declarations: [TypeDeclaration]) -> [TypeDeclaration] {
        let byName = Dictionary(declarations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let named = document.components.schemas.compactMap { componentNames[$0.name].flatMap { byName[$0] } }
        let ofComponents = Set(named.map(\.name))
        return named + declarations.filter { !ofComponents.contains($0.name) }
    }

    /// The URL with each variable at its default.
    private static func url(of server: Server) -> String {
        var url = server.url[...]
        var result = ""
        while let open = url.firstIndex(of: "{"), let close = url[open...].firstIndex(of: "}") {
            let name = url[url.index(after: open)..<close]
            result += url[..<open]
            result += server.variables.first { $0.name == name }?.defaultValue ?? "{\(name)}"
            url = url[url.index(after: close)...]
        }
        return result + url
    }
}

/// The place where inline types are declared: the top level, or inside a type.
final class Scope {
    /// The qualified name of the type around, empty at the top level.
    let prefix: String
    var names = NameTable()
    private(set) var declarations: [TypeDeclaration] = []
    /// Where each declaration stands, by its name.
    private var positions: [String: Int] = [:]

    init(prefix: String) {
        self.prefix = prefix
    }

    func declare(_ declaration: TypeDeclaration) {
        positions[declaration.name] = declarations.count
        declarations.append(declaration)
    }

    func declaration(named name: String) -> TypeDeclaration? {
        positions[name].map { declarations[$0] }
    }

    func qualified(_ name: String) -> String {
        prefix.isEmpty ? name : prefix + "." + name
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
