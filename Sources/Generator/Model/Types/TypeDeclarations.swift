import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The fifth pass: the Swift types of schemas. It declares those of components and webhooks; the types of bodies,
/// parameters and responses follow while the endpoints are declared.
struct TypeDeclarations {
    let schemas: NormalizedSchemas
    let references: References
    let unions: UnionDecisions
    let usage: ReadWriteUsage
    let names: TypeNames
    /// The node tree of the document, for examples given by reference.
    let root: Node
    let isLinting: Bool
    /// The problems so far, while a pass runs.
    var diagnostics: DiagnosticList

    /// The declarations at the top level.
    let topLevel: Scope
    var examples: [Example] = []
    /// The statuses of the members of unions over several responses.
    var statusTags: [ObjectIdentifier: EndpointDeclarations.StatusTags] = [:]
    var componentStates = NameMap<ComponentState>()
    /// The budget for suggesting names.
    var suggestions = SuggestionBudget()
    /// The number of nested component aliases being resolved.
    var aliasDepth = 0
    /// A cache of property and case names, which many types share.
    private var memberNames = NameMap<String>()
    /// A cache of the names of enumeration values.
    private var valueNames = NameMap<String>()

    enum ComponentState {
        case inProgress
        /// In progress and referred to by its own definition.
        case recursive
        case done(TypeReference)
    }

    init(
        of document: Document,
        _ unions: UnionDecisions,
        _ usage: ReadWriteUsage,
        _ names: TypeNames,
        isLinting: Bool,
        diagnostics: inout DiagnosticList
    ) {
        schemas = unions.schemas
        references = unions.schemas.references
        self.unions = unions
        self.usage = usage
        self.names = names
        root = document.root
        self.isLinting = isLinting
        self.diagnostics = diagnostics
        topLevel = Scope(module: names.module)
        topLevel.names = names.table
        for renaming in names.renamings {
            lint(
                "'\(renaming.component)' is called '\(renaming.given)', because another schema is "
                    + "'\(renaming.wanted)' already",
                renaming.origin
            )
        }
        declare(document.components.schemas)
        declare(document.webhooks)
        diagnostics = self.diagnostics
    }

    /// ``SwiftName/member(_:)`` with a cache.
    mutating func memberName(_ text: String) -> String {
        if let known = memberNames[text] { return known }
        let name = SwiftName.member(text)
        memberNames[text] = name
        return name
    }

    /// ``SwiftName/value(_:)`` with a cache.
    mutating func valueName(_ text: String) -> String {
        if let known = valueNames[text] { return known }
        let name = SwiftName.value(text)
        valueNames[text] = name
        return name
    }

    /// The name of a case or property whose values, or whose neighbours' values, have the types. Where a name could also
    /// be that of a type, as in scripts without case, it must be none of these: it would hide the type.
    mutating func memberName(_ text: String, besideValuesOf types: [TypeReference]) -> String {
        let name = memberName(text)
        guard name.utf8.first.map({ !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0) }) ?? false,
            types.contains(where: { $0.outermostName.map { $0 == name } ?? false })
        else { return name }
        return name + "Value"
    }

    /// The types in the order of the document. Components are resolved in the order of first use.
    func inDocumentOrder(_ components: [Components.Named<Schema>]) -> [TypeDeclaration] {
        topLevel.declarations(first: components.compactMap { names[$0.name] })
    }
}

/// A pass that reports problems while it runs.
protocol ReportingPass {
    var diagnostics: DiagnosticList { get set }
    /// Whether to warn also of valid documents that make a worse client.
    var isLinting: Bool { get }
}

extension ReportingPass {
    mutating func error(_ message: String, _ origin: SourceReference) {
        diagnostics.error(message, at: origin.location, origin.pointer)
    }

    mutating func warning(_ message: String, _ origin: SourceReference) {
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }

    /// Warns of a valid document that makes a worse client.
    mutating func lint(_ message: String, _ origin: SourceReference) {
        guard isLinting else { return }
        warning(message, origin)
    }
}

extension TypeDeclarations: ReportingPass {}
