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
        guard let schema = components[name], let swiftName = componentNames[name] else { return .json }
        switch componentStates[name] {
        case .done(let type):
            return type
        case .inProgress:
            // A type that is declared may hold itself; what is only another name may not.
            componentStates[name] = .recursive
            return .named(swiftName)
        case .recursive:
            return .named(swiftName)
        case nil:
            break
        }
        let form = form(of: schema)
        if form.declaresType {
            // Declared when its turn comes: a long row of references must not become deep recursion.
            componentStates[name] = .done(.named(swiftName))
            return .named(swiftName)
        }
        guard aliasDepth < 500 else {
            error(
                "this is the end of a row of more than 500 references; point them at the schema itself",
                schema.origin
            )
            return .json
        }
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        componentStates[name] = .inProgress
        let type = type(of: form, named: swiftName, element: swiftName + "Item", in: top)
        let isRecursive = if case .recursive = componentStates[name] { true } else { false }
        componentStates[name] = .done(isRecursive ? .named(swiftName) : type)
        if isRecursive, type == .named(swiftName) {
            error("'\(name)' is nothing but a reference to itself; give it a type", schema.origin)
        }
        top.declare(
            TypeDeclaration(
                name: swiftName,
                qualifiedName: swiftName,
                documentation: documentation(of: schema),
                kind: isRecursive ? .wrapper(type) : .alias(type),
                nested: []
            )
        )
        return isRecursive ? .named(swiftName) : type
    }

    /// Declares the types of all components, in the order of the document.
    mutating func declareComponents() {
        for component in document.components.schemas {
            let type = componentType(component.name)
            let isNullable = componentIsNullable(component.name) && type != .json
            addExamples(component.value.examples, of: isNullable ? .optional(type) : type, at: component.value.origin)
            guard let swiftName = componentNames[component.name], type == .named(swiftName) else { continue }
            let form = form(of: component.value)
            if form.declaresType { declare(form, of: component.value, as: swiftName, in: top) }
        }
    }

    /// Whether null is among a component's own values.
    mutating func componentIsNullable(_ name: String) -> Bool {
        if let known = componentNullability[name] { return known }
        componentNullability[name] = false  // what a circle answers
        let answer = components[name].map { form(of: $0).isNullable } ?? false
        componentNullability[name] = answer
        return answer
    }
}
