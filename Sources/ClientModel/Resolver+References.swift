import Diagnostics
import OpenAPI
import YAML

extension Resolver {
    struct SchemaTarget {
        var schema: Schema
        /// The name in `components/schemas`, where it is one of those.
        var component: String?
    }

    /// The schema that a reference leads to, or nil after a diagnostic.
    mutating func target(of reference: Reference) -> SchemaTarget? {
        guard let pointer = reference.pointer else { return nil }  // said when the document was read
        if let name = Self.component(pointer, in: "schemas") {
            if let schema = components[name] { return SchemaTarget(schema: schema, component: name) }
            return dangling(reference, among: document.components.schemas.map(\.name), in: "schemas")
        }
        if let schema = remoteSchemas[pointer] { return SchemaTarget(schema: schema) }
        guard let node = document.root.node(at: pointer) else { return dangling(reference) }
        let schema = Schema.parse(node, at: pointer, version: document.version, diagnostics: &diagnostics)
        remoteSchemas[pointer] = schema
        return SchemaTarget(schema: schema)
    }

    /// Follows references to the end. A circle of references ends where it closes.
    mutating func resolvedTarget(of schema: Schema) -> Schema {
        var schema = schema
        var seen: Set<ObjectIdentifier> = []
        while schema.isPureReference, let reference = schema.reference, seen.insert(ObjectIdentifier(schema)).inserted,
            let target = target(of: reference)
        {
            schema = target.schema
        }
        return schema
    }

    /// The parameter, response and so on behind a reference, or nil after a diagnostic.
    mutating func resolve<Value>(
        _ value: ReferenceOr<Value>,
        in section: String,
        _ list: [Components.Named<ReferenceOr<Value>>],
        parse: (Node, JSONPointer, Document.Version, inout DiagnosticList) -> ReferenceOr<Value>?
    ) -> Value? {
        var value = value
        var seen: Set<JSONPointer> = []
        while true {
            switch value {
            case .value(let value):
                return value
            case .reference(let reference):
                guard let pointer = reference.pointer else { return nil }
                guard seen.insert(pointer).inserted else {
                    error("'\(reference.text)' refers to itself; point it at an object", reference.origin)
                    return nil
                }
                if let name = Self.component(pointer, in: section) {
                    guard let named = list.first(where: { $0.name == name }) else {
                        let _: SchemaTarget? = dangling(reference, among: list.map(\.name), in: section)
                        return nil
                    }
                    value = named.value
                } else {
                    guard let node = document.root.node(at: pointer) else {
                        let _: SchemaTarget? = dangling(reference)
                        return nil
                    }
                    guard let parsed = parse(node, pointer, document.version, &diagnostics) else { return nil }
                    value = parsed
                }
            }
        }
    }

    private static func component(_ pointer: JSONPointer, in section: String) -> String? {
        let tokens = pointer.tokens
        return tokens.count == 3 && tokens[0] == "components" && tokens[1] == section ? tokens[2] : nil
    }

    private mutating func dangling(
        _ reference: Reference,
        among names: [String] = [],
        in section: String = ""
    ) -> SchemaTarget? {
        let name = reference.pointer?.tokens.last ?? ""
        var message = "'\(reference.text)' points at nothing in this document"
        if let near = suggestion(for: name, among: names) {
            message += "; did you mean '#\(JSONPointer(["components", section, near]))'?"
        } else {
            message += "; add it or correct the reference"
        }
        error(message, reference.origin)
        return nil
    }

    // MARK: - Components

    /// The Swift type of a component, declaring it when it is first needed.
    mutating func componentType(_ name: String) -> TypeReference {
        switch componentStates[name] {
        case .done(let type):
            return type
        case .inProgress:
            // A type that is declared may hold itself; what is only another name for a list may not.
            warnAboutRecursiveAlias(name)
            return .json
        case nil:
            break
        }
        guard let schema = components[name], let swiftName = componentNames[name] else { return .json }
        componentStates[name] = .inProgress
        let form = form(of: schema)
        if form.declaresType {
            componentStates[name] = .done(.named(swiftName))
            declare(form, of: schema, as: swiftName, in: top)
            return .named(swiftName)
        }
        let type = type(of: form, named: swiftName, element: swiftName + "Item", in: top)
        componentStates[name] = .done(type)
        top.declarations.append(
            TypeDeclaration(
                name: swiftName,
                qualifiedName: swiftName,
                documentation: documentation(of: schema),
                kind: .alias(type),
                nested: []
            )
        )
        return type
    }

    /// Whether null is among a component's own values.
    mutating func componentIsNullable(_ name: String) -> Bool {
        if let known = componentNullability[name] { return known }
        componentNullability[name] = false  // what a circle answers
        let answer = components[name].map { form(of: $0).isNullable } ?? false
        componentNullability[name] = answer
        return answer
    }

    private mutating func warnAboutRecursiveAlias(_ name: String) {
        guard let schema = components[name] else { return }
        warning(
            "'\(name)' is a list or map of itself, which Swift has no name for; "
                + "its inner values become JSONValue. Give it an object in between",
            schema.origin
        )
    }
}
