import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

extension Resolver {
    struct SchemaTarget {
        var schema: Schema
        /// The name in `components/schemas`; nil for a schema elsewhere.
        var component: String?
    }

    /// Resolves one reference. Returns nil after a diagnostic.
    mutating func target(of reference: Reference) -> SchemaTarget? {
        guard let pointer = reference.pointer else { return nil }  // reported by the parser
        if let name = Self.component(pointer, in: "schemas") {
            if let schema = components[name] { return SchemaTarget(schema: schema, component: name) }
            return dangling(reference, in: "schemas") { resolver in
                resolver.document.components.schemas.map(\.name)
            }
        }
        if let target = remoteSchemas[pointer] { return target }
        guard let node = document.root.node(at: pointer) else { return dangling(reference) }
        let schema = Schema.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        var target = SchemaTarget(schema: schema)
        if !schema.isPlain, !schema.isPureReference {
            let name = "#" + pointer.description
            target.component = name
            components[name] = schema
            componentNames[name] = topLevel.names.claim(NameTable.typeName(Self.name(of: pointer)))
            pendingRemoteSchemas.append(name)
        }
        remoteSchemas[pointer] = target
        return target
    }

    /// The type name of a schema outside `components`: `User` for `#/$defs/User`.
    private static func name(of pointer: JSONPointer) -> String {
        let structure: Set<String> = [
            "$defs", "definitions", "components", "schemas", "properties", "items", "paths", "responses", "content",
            "schema", "requestBody", "requestBodies", "parameters", "allOf", "anyOf", "oneOf",
        ]
        let names = pointer.tokens.filter { !structure.contains($0) }
        return names.isEmpty ? "Schema" : names.joined(separator: " ")
    }

    /// The final target of a `$ref` chain outside `components/schemas`: a component, or a schema that is more than a
    /// reference.
    mutating func refChainTarget(of schema: Schema, _ reference: Reference) -> SchemaTarget? {
        guard var target = target(of: reference) else { return nil }
        guard target.component == nil, target.schema.isPureReference else { return target }
        if let known = refChainTargets[ObjectIdentifier(schema)] { return known }
        var passed: Set<ObjectIdentifier> = [ObjectIdentifier(schema)]
        while target.component == nil, target.schema.isPureReference, let further = target.schema.reference,
            passed.insert(ObjectIdentifier(target.schema)).inserted
        {
            if let known = refChainTargets[ObjectIdentifier(target.schema)] {
                target = known
            } else {
                guard let next = self.target(of: further) else { break }
                target = next
            }
        }
        for id in passed { refChainTargets[id] = target }
        return target
    }

    /// Follows references to the final schema. A circle ends at a schema already visited.
    mutating func resolvedTarget(of schema: Schema) -> Schema {
        guard schema.isPureReference else { return schema }
        if let known = resolvedTargets[ObjectIdentifier(schema)] { return known }
        var target = schema
        var seen: Set<ObjectIdentifier> = []
        while target.isPureReference, let reference = target.reference, seen.insert(ObjectIdentifier(target)).inserted,
            let next = self.target(of: reference)
        {
            target = resolvedTargets[ObjectIdentifier(next.schema)] ?? next.schema
        }
        // All schemas of the chain have the same target.
        for id in seen { resolvedTargets[id] = target }
        return target
    }

    /// Resolves a reference to a parameter, a response or another object. Returns nil after a diagnostic.
    mutating func resolve<Value>(
        _ value: ReferenceOr<Value>,
        in section: String,
        _ list: [Components.Named<ReferenceOr<Value>>],
        parse: (Node, JSONPointer, Document, inout DiagnosticList) -> ReferenceOr<Value>?
    ) -> Value? {
        guard case .reference(let reference) = value else {
            guard case .value(let value) = value else { return nil }
            return value
        }
        // The fast path: most references point directly to the object.
        if let pointer = reference.pointer, let name = Self.component(pointer, in: section),
            let position = positions[section]?[name], case .value(let value) = list[position].value
        {
            return value
        }
        return followed(reference, in: section, list, parse: parse)
    }

    /// Follows a chain of references to its end.
    private mutating func followed<Value>(
        _ reference: Reference,
        in section: String,
        _ list: [Components.Named<ReferenceOr<Value>>],
        parse: (Node, JSONPointer, Document, inout DiagnosticList) -> ReferenceOr<Value>?
    ) -> Value? {
        var reference = reference
        var seen: Set<JSONPointer> = []
        var passed: [String] = []
        // All references of the chain have the same target; nil if it is invalid and was reported.
        var end: Int?
        defer {
            for name in passed { refChainEnds[section, default: NameMap()][name] = .some(end) }
        }
        while let pointer = reference.pointer {
            guard seen.insert(pointer).inserted else {
                error("'\(reference.text)' refers to itself; point it at an object", reference.origin)
                return nil
            }
            let next: ReferenceOr<Value>?
            var position: Int?
            if let name = Self.component(pointer, in: section) {
                if let known = refChainEnds[section]?[name] {
                    guard let known else { return nil }
                    position = known
                } else if let found = positions[section]?[name] {
                    position = found
                    passed.append(name)
                } else {
                    let _: SchemaTarget? = dangling(reference, in: section) { _ in list.map(\.name) }
                }
                next = position.map { list[$0].value }
            } else {
                next = parsed(reference, at: pointer, in: section, parse: parse)
            }
            switch next {
            case .value(let value):
                end = position
                if position == nil { passed = [] }
                return value
            case .reference(let further): reference = further
            case nil: return nil
            }
        }
        return nil
    }

    /// Parses the target of a reference outside the section.
    private mutating func parsed<Value>(
        _ reference: Reference,
        at pointer: JSONPointer,
        in section: String,
        parse: (Node, JSONPointer, Document, inout DiagnosticList) -> ReferenceOr<Value>?
    ) -> ReferenceOr<Value>? {
        let tokens = pointer.tokens
        if tokens.count == 3, tokens[0] == "components" {
            warning(
                "'\(reference.text)' is one of '\(tokens[1])', and one of '\(section)' belongs here; it is left out",
                reference.origin
            )
            return nil
        }
        guard let node = document.root.node(at: pointer) else {
            let _: SchemaTarget? = dangling(reference)
            return nil
        }
        return parse(node, pointer, document, &diagnostics)
    }

    private static func component(_ pointer: JSONPointer, in section: String) -> String? {
        pointer.name(in: "components", section)
    }

    private mutating func dangling(
        _ reference: Reference,
        in section: String = "",
        _ names: (Resolver) -> [String] = { _ in [] }
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

    /// The name most likely meant; nil once the document's budget is spent.
    mutating func suggestion(for name: String, among names: (Resolver) -> [String]) -> String? {
        guard !suggestions.isExhausted else { return nil }
        let names = names(self)
        return suggestions.suggestion(for: name, among: names)
    }

    // MARK: - Components

    /// The Swift type of a component, which is declared on first use.
    mutating func componentType(_ name: String) -> TypeReference {
        // Starts at the end of a chain of aliases, to avoid deep recursion.
        for alias in aliases(from: name).reversed() { _ = resolvedComponent(alias) }
        return resolvedComponent(name)
    }

    /// The chain of components that are only references, after this one; empty if it is circular.
    private mutating func aliases(from name: String) -> [String] {
        guard components[name]?.isPureReference == true, !circularAliases.contains(ByteKey(name)) else { return [] }
        var names: [String] = []
        var seen: Set<ByteKey> = [ByteKey(name)]
        var schema = components[name]
        while let current = schema, current.isPureReference, componentStates[names.last ?? name] == nil,
            let pointer = current.reference?.pointer, let next = Self.component(pointer, in: "schemas")
        {
            let isKnown = circularAliases.contains(ByteKey(next))
            guard !isKnown, seen.insert(ByteKey(next)).inserted else {
                circularAliases.formUnion(seen)
                if !isKnown, let origin = components[next]?.origin { reportCircle(next, origin) }
                return []
            }
            names.append(next)
            schema = components[next]
        }
        return names
    }

    private mutating func reportCircle(_ name: String, _ origin: SourceReference) {
        error("'\(name)' is nothing but a reference to itself; give it a type", origin)
    }

    private mutating func resolvedComponent(_ name: String) -> TypeReference {
        guard let schema = components[name], let swiftName = componentNames[name] else { return .json }
        guard !circularAliases.contains(ByteKey(name)) else { return .json }
        switch componentStates[name] {
        case .done(let type):
            return type
        case .inProgress:
            // A declared type may contain itself, an alias may not.
            componentStates[name] = .recursive
            return .named(swiftName)
        case .recursive:
            return .named(swiftName)
        case nil:
            break
        }
        if schema.isPlainObject || normalizedComponent(name, schema).declaresType {
            // Declared later by `declareComponents`, to avoid deep recursion.
            componentStates[name] = .done(.named(swiftName))
            return .named(swiftName)
        }
        guard aliasDepth < 500 else {
            // After the limit of collected properties, truncated schemas look like references.
            if !isCollectionLimitReported {
                error(
                    "this is the end of a row of more than 500 references; point them at the schema itself",
                    schema.origin
                )
            }
            return .json
        }
        let form = normalizedComponent(name, schema)
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        componentStates[name] = .inProgress
        let type = type(of: form, named: swiftName, element: swiftName + "Item", in: topLevel)
        let isRecursive = if case .recursive = componentStates[name] { true } else { false }
        componentStates[name] = .done(isRecursive ? .named(swiftName) : type)
        if isRecursive, type == .named(swiftName) { reportCircle(name, schema.origin) }
        topLevel.declare(
            TypeDeclaration(
                name: swiftName,
                qualifiedName: swiftName,
                documentation: documentation(of: schema),
                kind: isRecursive ? .wrapper(type) : .alias(type)
            )
        )
        return isRecursive ? .named(swiftName) : type
    }

    /// Declares the types of all components, in document order.
    mutating func declareComponents() {
        // First decides how each component is referred to, so that the declarations do not depend on their order.
        for component in document.components.schemas {
            _ = componentIsNullable(component.name)
            _ = componentType(component.name)
        }
        for component in document.components.schemas { declareComponent(component.name, component.value) }
        declareRemoteSchemas()
    }

    /// Declares the types of the remote schemas found since the last call.
    mutating func declareRemoteSchemas() {
        while !pendingRemoteSchemas.isEmpty {
            let names = pendingRemoteSchemas
            pendingRemoteSchemas = []
            for name in names {
                if let schema = components[name] { declareComponent(name, schema) }
            }
        }
    }

    mutating func declareComponent(_ name: String, _ schema: Schema) {
        let type = componentType(name)
        let isNullable = componentIsNullable(name) && type != .json
        addExamples(schema.examples, of: isNullable ? .optional(type) : type, at: schema.origin)
        guard let swiftName = componentNames[name], type == .named(swiftName) else { return }
        let form = normalizedComponent(name, schema)
        if form.declaresType { declare(form, of: schema, as: swiftName, in: topLevel) }
    }

    /// The normalized component, cached because it is needed several times.
    private mutating func normalizedComponent(_ name: String, _ schema: Schema) -> NormalizedSchema {
        if let known = normalizedComponents[name] { return known }
        let form = normalized(schema)
        normalizedComponents[name] = form
        return form
    }

    /// Whether the component itself allows null.
    mutating func componentIsNullable(_ name: String) -> Bool {
        guard let schema = components[name] else { return false }
        return allowsNull(schema)
    }
}

extension Components {
    /// The index of each component in its list, by section and name.
    var positions: [String: NameMap<Int>] {
        func index<Value>(_ list: [Named<Value>]) -> NameMap<Int> {
            NameMap(list.enumerated().map { ($1.name, $0) })
        }
        return [
            "responses": index(responses), "parameters": index(parameters), "requestBodies": index(requestBodies),
            "headers": index(headers), "securitySchemes": index(securitySchemes), "pathItems": index(pathItems),
            "mediaTypes": index(mediaTypes),
        ]
    }
}
