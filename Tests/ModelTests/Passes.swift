import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import Testing

@testable import HandingerGeneratorModel

/// The values of the passes over the schemas of a small document, as text.
struct Passes {
    let references: References
    let nullability: Nullability
    let schemas: NormalizedSchemas
    let unions: UnionDecisions
    let usage: ReadWriteUsage
    let diagnostics: DiagnosticList

    init(_ schemas: String, version: String = "3.1.0", paths: String = "{}", more: String = "") throws {
        let (document, problems) = try Document.made(of: schemas, version: version, paths: paths, more: more)
        var diagnostics = problems
        references = References(document, diagnostics: &diagnostics)
        nullability = Nullability(references)
        self.schemas = NormalizedSchemas(nullability, document.components, diagnostics: &diagnostics)
        unions = UnionDecisions(self.schemas, diagnostics: &diagnostics)
        usage = ReadWriteUsage(document, references)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        self.diagnostics = diagnostics
    }

    func component(_ name: String) throws -> Schema {
        try #require(references.components[name], "no schema \(name)")
    }

    /// The normalised form of a component: `{id: string, tags?: [string]}`, `string | integer or null`.
    func form(of name: String) throws -> String {
        try text(of: schemas.normalized(component(name)))
    }

    /// The decision for a component that is a union: `by kind: Car[car], Truck[truck]`. A question mark follows a member
    /// that is also tried without its tag.
    func decision(for name: String) throws -> String {
        guard case .union(let union) = schemas.normalized(try component(name)).kind else {
            return "no union: " + (try form(of: name))
        }
        let decision = unions[union]
        guard let tagging = decision.tagging else { return "by trial: " + decision.labels.joined(separator: ", ") }
        let members = decision.labels.indices.map { index in
            let tags = tagging.tags[index].isEmpty ? "" : "[" + tagging.tags[index].joined(separator: "|") + "]"
            return decision.labels[index] + tags + (tagging.isOpen[index] ? "?" : "")
        }
        return "by \(tagging.property): " + members.joined(separator: ", ")
    }

    private func text(of form: NormalizedSchema) -> String {
        text(of: form.kind) + (form.isNullable && !form.isNull ? " or null" : "")
    }

    private func text(of schema: Schema) -> String { text(of: schemas.normalized(schema)) }

    private func text(of kind: NormalizedSchema.Kind) -> String {
        switch kind {
        case .any: return "any"
        case .null: return "null"
        case .scalar(let type): return "\(type)"
        case .constant(let constant): return text(of: constant)
        case .enumeration(let rawType, let values):
            return "\(rawType) enum(" + values.map { text(of: $0) }.joined(separator: ", ") + ")"
        case .component(let name): return name
        case .array(let element): return "[" + (element.map { text(of: $0) } ?? "any") + "]"
        case .map(let values): return "[String: " + (values.map { text(of: $0) } ?? "any") + "]"
        case .object(let parts): return text(of: parts)
        case .union(let union):
            return union.parts.map { part in
                guard let type = part.type else { return text(of: part.schema) }
                return text(of: schemas.normalized(part.schema, only: type))
            }
            .joined(separator: " | ")
        }
    }

    private func text(of parts: ObjectParts) -> String {
        var members = parts.members.map { member in
            member.name + (parts.required.contains(member.name) ? ": " : "?: ") + text(of: member.schema)
        }
        switch parts.additional {
        case .schema(let schema): members.append("others: " + text(of: schema))
        case .allowed(false): members.append("no others")
        case .allowed(true), nil: break
        }
        members += parts.patterns.map { "pattern: " + text(of: $0) }
        return "{" + members.joined(separator: ", ") + "}" + (parts.unions.isEmpty ? "" : " and alternatives")
    }

    private func text(of value: EnumerationValue) -> String {
        value.node.literal + (value.title.map { " \($0)" } ?? "")
    }

    private func text(of constant: Constant) -> String {
        switch constant {
        case .string(let text), .member(let text): "'\(text)'"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        }
    }
}

extension NormalizedSchema {
    fileprivate var isNull: Bool {
        switch kind {
        case .null: true
        default: false
        }
    }
}

/// A row of a table about the schema `A`: a title that says why, the schema, and the decision.
struct SchemaRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schema: String
    let decision: String
    let version: String

    /// - Parameter schema: The schema `A` on one line, or all schemas on several.
    init(_ title: String, _ schema: String, _ decision: String, version: String = "3.1.0") {
        testDescription = title
        self.schema = schema
        self.decision = decision
        self.version = version
    }

    /// - Parameter others: Schemas that the schema may refer to.
    func passes(with others: String = "") throws -> Passes {
        let isComplete = schema.hasPrefix("A:") || schema.contains("\nA:")
        return try Passes((isComplete ? schema : "A: " + schema) + "\n" + others, version: version)
    }

    func checkForm(with others: String = "") throws {
        let actual = try passes(with: others).form(of: "A")
        #expect(actual == decision)
    }

    func checkUnion(with others: String = "") throws {
        let actual = try passes(with: others).decision(for: "A")
        #expect(actual == decision)
    }
}

/// Short names in tables.
func ref(_ name: String) -> String { "{ $ref: '#/components/schemas/\(name)' }" }
