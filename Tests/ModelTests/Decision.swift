import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// What the generator decides for the schemas of a small document.
struct Decision {
    let api: API
    let diagnostics: DiagnosticList

    /// - Parameters:
    ///   - schemas: The lines below `components/schemas`, in YAML.
    ///   - version: The version of OpenAPI.
    init(_ schemas: String, version: String = "3.1.0", paths: String = "{}", isLinting: Bool = false) throws {
        let (document, problems) = try Document.made(of: schemas, version: version, paths: paths)
        var diagnostics = problems
        api = API(document, isLinting: isLinting, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        self.diagnostics = diagnostics
    }

    /// - Parameter text: A whole document.
    init(document text: String, isLinting: Bool = false, isLenient: Bool = false) throws {
        var diagnostics = DiagnosticList(isLenient: isLenient)
        let file = SourceFile(name: "x", bytes: Array(text.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let document = try #require(Document.parse(root, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        api = API(document, isLinting: isLinting, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        self.diagnostics = diagnostics
    }

    /// The declaration of a type by its qualified name, on one line.
    func type(_ name: String) throws -> String {
        let type = try #require(all(api.types).first { $0.qualifiedName == name }, "no type \(name)")
        return text(of: type.kind)
    }

    /// The diagnostics without their locations.
    var remarks: [String] { diagnostics.sorted.map { "\($0.severity.rawValue): \($0.message)" } }

    /// The order in which decoding tries the members of a union: `known color, date if it has at, string`.
    func trials(_ name: String) throws -> String {
        let type = try #require(all(api.types).first { $0.qualifiedName == name }, "no type \(name)")
        guard case .union(let union) = type.kind else { return "no union" }
        return union.trials.map { trial in
            let name = (trial.isForKnownValues ? "known " : "") + union.members[trial.member].caseName
            return name + (trial.properties.isEmpty ? "" : " if it has " + trial.properties.joined(separator: " or "))
        }
        .joined(separator: ", ")
    }

    /// The names of all declared types.
    var typeNames: [String] { all(api.types).map(\.qualifiedName) }

    private func all(_ types: [TypeDeclaration]) -> [TypeDeclaration] {
        types.flatMap { [$0] + all($0.nested) }
    }

    private func text(of kind: TypeDeclaration.Kind) -> String {
        switch kind {
        case .structure(let structure):
            return "{" + structure.properties.map { "\($0.name): \(text(of: $0))" }.joined(separator: ", ") + "}"
        case .enumeration(let enumeration):
            return "enum " + enumeration.members.map { "\($0.name)=\($0.text)" }.joined(separator: ", ")
        case .union(let union):
            let by =
                (union.isIndirect ? "indirect " : "") + (union.discriminator.map { "union by \($0): " } ?? "union: ")
            return by + union.members.map { text(of: $0) }.joined(separator: ", ")
        case .alias(let type):
            return text(of: type)
        case .wrapper(let type):
            return "wrapper of " + text(of: type)
        }
    }

    private func text(of member: Union.Member) -> String {
        let tags = member.tags.isEmpty ? "" : "[" + member.tags.joined(separator: "|") + "]"
        return "\(member.caseName)\(tags) \(text(of: member.type))"
    }

    private func text(of property: Property) -> String {
        let type = (property.isIndirect ? "boxed " : "") + text(of: property.type)
        return switch property.presence {
        case .required: type
        case .requiredNullable: type + " or null"
        case .optional: type + "?"
        case .optionalNullable: type + " or null?"
        }
    }

    private func text(of type: TypeReference) -> String {
        switch type {
        case .array(let element): "[\(text(of: element))]"
        case .dictionary(let value): "[String: \(text(of: value))]"
        case .optional(let wrapped): text(of: wrapped) + "?"
        case .nullable(let wrapped): text(of: wrapped) + " or null"
        case .named(let name): name
        default: "\(type)"
        }
    }
}

/// A row of a table: schemas and the decision for one of them.
struct Row: Sendable, CustomTestStringConvertible {
    let title: String
    let schemas: String
    let version: String
    /// The qualified type name and its declaration.
    let expected: [(name: String, type: String)]

    init(_ title: String, version: String = "3.1.0", _ schemas: String, _ expected: (String, String)...) {
        self.title = title
        self.schemas = schemas
        self.version = version
        self.expected = expected.map { ($0.0, $0.1) }
    }

    var testDescription: String { title }

    func check() throws {
        let decision = try Decision(schemas, version: version)
        for (name, type) in expected {
            let actual = try decision.type(name)
            #expect(actual == type)
        }
    }
}

extension Document {
    /// A document with the schemas.
    ///
    /// - Parameters:
    ///   - schemas: The lines below `components/schemas`, in YAML.
    ///   - more: Further lines of the document.
    static func made(
        of schemas: String,
        version: String = "3.1.0",
        paths: String = "{}",
        more: String = ""
    ) throws -> (Document, DiagnosticList) {
        let lines = schemas.split(separator: "\n").map { "    " + $0 }
        let text = """
            openapi: \(version)
            info: { title: T, version: '1' }
            paths: \(paths)
            components:
              schemas:
            \(lines.joined(separator: "\n"))
            \(more)
            """
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(text.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let document = try #require(Document.parse(root, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        return (document, diagnostics)
    }
}
