import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Components → TypeReference.
extension TypeDeclarations {
    /// The Swift type of a component, which is declared on first use.
    mutating func componentType(_ name: String) -> TypeReference {
        // Starts at the end of a chain of aliases, to avoid deep recursion.
        for alias in aliases(from: name).reversed() { _ = resolvedComponent(alias) }
        return resolvedComponent(name)
    }

    /// The chain of components that are only references, after this one; empty if it is circular.
    private func aliases(from name: String) -> [String] {
        guard !references.circularAliases.contains(ByteKey(name)) else { return [] }
        var names: [String] = []
        var schema = references.components[name]
        while let current = schema, current.isPureReference, componentStates[names.last ?? name] == nil,
            let next = current.reference?.pointer?.name(in: "components", "schemas")
        {
            names.append(next)
            schema = references.components[next]
        }
        return names
    }

    private mutating func resolvedComponent(_ name: String) -> TypeReference {
        guard let schema = references.components[name], let swiftName = names[name] else { return .json }
        guard !references.circularAliases.contains(ByteKey(name)) else { return .json }
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
        if schema.isPlainObject || schemas.normalized(schema).declaresType {
            // Declared later by `declareComponents`, to avoid deep recursion.
            componentStates[name] = .done(.named(swiftName))
            return .named(swiftName)
        }
        guard aliasDepth < 500 else {
            // After the limit of merged properties, truncated schemas look like references.
            if !schemas.objects.isLimitReached {
                let message = "this is the end of a row of more than 500 references; point them at the schema itself"
                diagnostics.error(message, lenient: .anyValue, at: schema.origin)
            }
            return .json
        }
        let form = schemas.normalized(schema)
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        componentStates[name] = .inProgress
        var type = type(of: form, named: swiftName, element: swiftName + "Item", in: topLevel)
        let isRecursive = if case .recursive = componentStates[name] { true } else { false }
        if isRecursive, type == .named(swiftName) {
            diagnostics.reportCircle(name, at: schema.origin)
            type = .json
        }
        componentStates[name] = .done(isRecursive ? .named(swiftName) : type)
        topLevel.declare(
            TypeDeclaration(
                name: swiftName,
                qualifiedName: swiftName,
                documentation: Documentation(of: schema),
                kind: isRecursive ? .wrapper(type) : .alias(type)
            )
        )
        return isRecursive ? .named(swiftName) : type
    }

    /// Declares the types of all components, in document order.
    mutating func declare(_ components: [Components.Named<Schema>]) {
        // First decides how each component is referred to, so that the declarations do not depend on their order.
        for component in components { _ = componentType(component.name) }
        for component in components { declareComponent(component.name, component.value) }
        for (name, _) in references.remoteComponents {
            if let schema = references.components[name] { declareComponent(name, schema) }
        }
    }

    private mutating func declareComponent(_ name: String, _ schema: Schema) {
        let type = componentType(name)
        let isNullable = schemas.nullability.allowsNull(schema) && type != .json
        addExamples(schema.examples, of: isNullable ? .optional(type) : type, at: schema.origin)
        guard let swiftName = names[name], type == .named(swiftName) else { return }
        let form = schemas.normalized(schema)
        if form.declaresType { declare(form, of: schema, as: swiftName, in: topLevel) }
    }
}
