import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

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
            componentNames[name] = top.names.claim(NameTable.typeName(Self.name(of: pointer)))
            waitingRemotes.append(name)
        }
        remoteSchemas[pointer] = target
        return target
    }

    /// What to call the schema at a place that is no component: `#/$defs/User` is `User`.
    private static func name(of pointer: JSONPointer) -> String {
        let structure: Set<String> = [
            "$defs", "definitions", "components", "schemas", "properties", "items", "paths", "responses", "content",
            "schema", "requestBody", "requestBodies", "parameters", "allOf", "anyOf", "oneOf",
        ]
        let names = pointer.tokens.filter { !structure.contains($0) }
        return names.isEmpty ? "Schema" : names.joined(separator: " ")
    }

    /// Where a row of references through places that are no components ends: at a component, or at what says more.
    mutating func rowTarget(of schema: Schema, _ reference: Reference) -> SchemaTarget? {
        guard var target = target(of: reference) else { return nil }
        guard target.component == nil, target.schema.isPureReference else { return target }
        if let known = rowTargets[ObjectIdentifier(schema)] { return known }
        var passed: Set<ObjectIdentifier> = [ObjectIdentifier(schema)]
        while target.component == nil, target.schema.isPureReference, let further = target.schema.reference,
            passed.insert(ObjectIdentifier(target.schema)).inserted
        {
            if let known = rowTargets[ObjectIdentifier(target.schema)] {
                target = known
            } else {
                guard let next = self.target(of: further) else { break }
                target = next
            }
        }
        for id in passed { rowTargets[id] = target }
        return target
    }

    /// Follows references to the end. A circle of references ends where it closes.
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
        // All on the way end there.
        for id in seen { resolvedTargets[id] = target }
        return target
    }

    /// The parameter, response and so on behind a reference, or nil after a diagnostic.
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
        // Most references lead to the object itself.
        if let pointer = reference.pointer, let name = Self.component(pointer, in: section),
            let position = positions[section]?[name], case .value(let value) = list[position].value
        {
            return value
        }
        return followed(reference, in: section, list, parse: parse)
    }

    /// The end of a row of references.
    private mutating func followed<Value>(
        _ reference: Reference,
        in section: String,
        _ list: [Components.Named<ReferenceOr<Value>>],
        parse: (Node, JSONPointer, Document, inout DiagnosticList) -> ReferenceOr<Value>?
    ) -> Value? {
        var reference = reference
        var seen: Set<JSONPointer> = []
        var passed: [String] = []
        // All on the way end there, or nowhere, and that has been said then.
        var end: Int?
        defer {
            for name in passed { rowEnds[section, default: NameMap()][name] = .some(end) }
        }
        while let pointer = reference.pointer {
            guard seen.insert(pointer).inserted else {
                error("'\(reference.text)' refers to itself; point it at an object", reference.origin)
                return nil
            }
            let next: ReferenceOr<Value>?
            var position: Int?
            if let name = Self.component(pointer, in: section) {
                if let known = rowEnds[section]?[name] {
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

    /// What stands at a place that is no component of the section.
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
        if let near = affordableSuggestion(for: name, among: names) {
            message += "; did you mean '#\(JSONPointer(["components", section, near]))'?"
        } else {
            message += "; add it or correct the reference"
        }
        error(message, reference.origin)
        return nil
    }

    /// The name that was most likely meant, as long as the document's budget lasts.
    mutating func affordableSuggestion(for name: String, among names: (Resolver) -> [String]) -> String? {
        guard !suggestions.isSpent else { return nil }
        let names = names(self)
        return suggestions.suggestion(for: name, among: names)
    }

    // MARK: - Components

    /// The Swift type of a component, declaring it when it is first needed.
    mutating func componentType(_ name: String) -> TypeReference {
        // A long row of components that only name the next is resolved from its end, not by deep recursion.
        for alias in aliases(from: name).reversed() { _ = resolvedComponent(alias) }
        return resolvedComponent(name)
    }

    /// The components after this one in a row of plain references; none where it is a circle.
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
                if !isKnown, let origin = components[next]?.origin { remarkOnCircle(next, origin) }
                return []
            }
            names.append(next)
            schema = components[next]
        }
        return names
    }

    private mutating func remarkOnCircle(_ name: String, _ origin: Origin) {
        error("'\(name)' is nothing but a reference to itself; give it a type", origin)
    }

    private mutating func resolvedComponent(_ name: String) -> TypeReference {
        guard let schema = components[name], let swiftName = componentNames[name] else { return .json }
        guard !circularAliases.contains(ByteKey(name)) else { return .json }
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
        if schema.isPlainObject || componentForm(name, schema).declaresType {
            // Declared when its turn comes: a long row of references must not become deep recursion.
            componentStates[name] = .done(.named(swiftName))
            return .named(swiftName)
        }
        guard aliasDepth < 500 else {
            // Past the limit of collection, what was left out looks like a reference and nothing else.
            if !isCollectionLimitReported {
                error(
                    "this is the end of a row of more than 500 references; point them at the schema itself",
                    schema.origin
                )
            }
            return .json
        }
        let form = componentForm(name, schema)
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        componentStates[name] = .inProgress
        let type = type(of: form, named: swiftName, element: swiftName + "Item", in: top)
        let isRecursive = if case .recursive = componentStates[name] { true } else { false }
        componentStates[name] = .done(isRecursive ? .named(swiftName) : type)
        if isRecursive, type == .named(swiftName) { remarkOnCircle(name, schema.origin) }
        top.declare(
            TypeDeclaration(
                name: swiftName,
                qualifiedName: swiftName,
                documentation: documentation(of: schema),
                kind: isRecursive ? .wrapper(type) : .alias(type)
            )
        )
        return isRecursive ? .named(swiftName) : type
    }

    /// Declares the types of all components, in the order of the document.
    mutating func declareComponents() {
        // What a component is to those that refer to it is decided before any of them is looked into: what is declared
        // does not depend then on which is declared first.
        for component in document.components.schemas {
            _ = componentIsNullable(component.name)
            _ = componentType(component.name)
        }
        for component in document.components.schemas { declareComponent(component.name, component.value) }
        declareRemotes()
    }

    /// Declares the types of what references reached elsewhere since the last time.
    mutating func declareRemotes() {
        while !waitingRemotes.isEmpty {
            let names = waitingRemotes
            waitingRemotes = []
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
        let form = componentForm(name, schema)
        if form.declaresType { declare(form, of: schema, as: swiftName, in: top) }
    }

    /// What a component comes down to: it is asked for null, for its type and to be declared.
    private mutating func componentForm(_ name: String, _ schema: Schema) -> SchemaForm {
        if let known = componentForms[name] { return known }
        let form = form(of: schema)
        componentForms[name] = form
        return form
    }

    /// Whether null is among a component's own values.
    mutating func componentIsNullable(_ name: String) -> Bool {
        if let known = componentNullability[name] { return known }
        for alias in aliases(from: name).reversed() { _ = ownNullability(alias) }
        guard !circularAliases.contains(ByteKey(name)) else { return false }
        return ownNullability(name)
    }

    private mutating func ownNullability(_ name: String) -> Bool {
        if let known = componentNullability[name] { return known }
        guard let schema = components[name] else { return false }
        componentNullability[name] = false  // what a circle answers
        let answer =
            schema.isPlainObject
            ? schema.isNullable || schema.types.contains(.null) : componentForm(name, schema).isNullable
        componentNullability[name] = answer
        return answer
    }
}

extension Components {
    /// Where each component stands in its list, by section and name.
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
