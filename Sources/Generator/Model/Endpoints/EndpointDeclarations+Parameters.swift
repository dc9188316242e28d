import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Parameter → ParameterDeclaration.
extension EndpointDeclarations {
    /// Returns the path template, and the parameters in the order of the method's arguments: path parameters in the
    /// order of the template, then required ones, then optional ones.
    mutating func parameters(
        of operation: OperationObject,
        _ item: PathItem,
        path: String,
        typeName: String,
        _ names: inout NameTable
    ) -> ([PathPart], [ParameterDeclaration]) {
        let given = effectiveParameters(of: operation, item)
        let template = TemplatePart.split(path)
        let variables = template.compactMap(\.variable)
        for parameter in given where parameter.place == .path && !variables.contains(parameter.name) {
            // The same message as that of `Validation`, which does not follow references.
            let message = "the path \(path.quoted) has no '{\(parameter.name)}', so this path parameter is not sent"
            warning(message, parameter.origin)
        }
        var declarations: [ParameterDeclaration] = []
        for variable in variables where !declarations.contains(where: { $0.wireName == variable }) {
            if let parameter = given.first(where: { $0.place == .path && $0.name == variable }) {
                declarations.append(declaration(of: parameter, typeName: typeName, &names))
            } else {
                warning("'{\(variable)}' has no path parameter; taken as a string", operation.origin)
                declarations.append(undeclared(variable, &names))
            }
        }
        let parts = template.map { part in
            switch part {
            case .text(let text): PathPart.literal(text)
            case .variable(let name):
                PathPart.parameter(declarations.firstIndex { $0.wireName == name } ?? 0)
            }
        }
        let others = given.filter { $0.place != .path }
        for parameter in others.filter(\.isRequired) + others.filter({ !$0.isRequired }) {
            declarations.append(declaration(of: parameter, typeName: typeName, &names))
        }
        return (parts, declarations)
    }

    /// The operation's parameters and those of its path item that it does not override (OpenAPI 3.1, section 4.8.9).
    private mutating func effectiveParameters(of operation: OperationObject, _ item: PathItem) -> [Parameter] {
        var result: [Parameter] = []
        for entry in operation.parameters + item.parameters {
            guard let parameter = references.object(entry), !parameter.isIgnoredHeader else { continue }
            guard !result.contains(where: { $0.name == parameter.name && $0.place == parameter.place }) else {
                continue
            }
            result.append(parameter)
        }
        // Those of the path item come first, as in the document.
        let ofItem = Set(
            item.parameters.compactMap { entry -> SourceReference? in
                if case .value(let parameter) = entry { parameter.origin } else { nil }
            }
        )
        return result.filter { ofItem.contains($0.origin) } + result.filter { !ofItem.contains($0.origin) }
    }

    private mutating func declaration(
        of parameter: Parameter,
        typeName: String,
        _ names: inout NameTable
    ) -> ParameterDeclaration {
        let content = parameter.content.first
        let schema = parameter.schema ?? content.flatMap { mediaType(of: $0)?.schema }
        let resolved = schema.map { schema in
            types.resolvedType(
                of: schema,
                named: typeName + SwiftName.type(parameter.name),
                element: typeName + SwiftName.element(of: parameter.name),
                in: types.topLevel
            )
        }
        if parameter.style == .deepObject, let schema {
            warnOfObjectLists(in: schema, parameter.name, parameter.origin)
        }
        let documentation =
            schema.map { schema in
                let own = self.documentation(of: schema, pointer: nil, isDeprecated: parameter.isDeprecated)
                return types.documentation(own, withDefaultOf: schema)
            } ?? Documentation(isDeprecated: parameter.isDeprecated)
        let name = names.claim(SwiftName.member(parameter.name))
        let constant = parameter.isRequired && parameter.place != .path ? resolved?.constant : nil
        var value: DefaultValue?
        if constant == nil, let schema, let resolved, let found = types.defaultValue(of: schema, resolved.type) {
            value = DefaultValue(name: name, value: found)
            types.lintDefault(of: parameter.name, as: typeName + "Defaults." + name, parameter.origin)
        }
        return ParameterDeclaration(
            name: name,
            wireName: parameter.name,
            place: parameter.place,
            type: resolved?.type ?? .string,
            // A path has no form for null.
            isRequired: parameter.isRequired && (parameter.place == .path || !(resolved?.isNullable ?? false)),
            constant: constant,
            defaultValue: value,
            style: parameter.style,
            explode: parameter.explode,
            allowReserved: parameter.allowReserved,
            isJSON: content.map { ContentType($0.contentType).isJSON } ?? false,
            shape: shapes.requestShape(of: schema),
            example: (parameter.example ?? schema?.examples.first).flatMap(Example.json),
            documentation: (parameter.description.map { documentation.with(description: $0) } ?? documentation)
                .withoutRepetition(of: parameter.name)
        )
    }

    /// Warns if the style `deepObject` has to write a list of objects or lists, for which OpenAPI defines no form.
    mutating func warnOfObjectLists(in schema: Schema, _ name: String, _ origin: SourceReference) {
        guard hasObjectLists(schema, depth: 0) else { return }
        warning(
            "OpenAPI does not define 'deepObject' for the list of objects in '\(name)'; it is sent with indices, such as "
                + "'items[0][name]=…'",
            origin
        )
    }

    private mutating func hasObjectLists(_ schema: Schema, depth: Int) -> Bool {
        guard depth < 8 else { return false }
        let schema = references.resolvedTarget(of: schema)
        if let items = schema.items {
            let item = references.resolvedTarget(of: items)
            let isObject = item.types.contains(.object) || !schemas.objects.parts(of: item).members.isEmpty
            if isObject || item.items != nil { return true }
        }
        return schemas.objects.parts(of: schema).members.contains { hasObjectLists($0.schema, depth: depth + 1) }
    }

    private func undeclared(_ name: String, _ names: inout NameTable) -> ParameterDeclaration {
        ParameterDeclaration(
            name: names.claim(SwiftName.member(name)),
            wireName: name,
            place: .path,
            type: .string,
            isRequired: true,
            style: .simple,
            explode: false,
            allowReserved: false,
            isJSON: false,
            shape: .any,
            documentation: Documentation()
        )
    }
}

extension Parameter {
    /// Whether OpenAPI requires the parameter to be ignored (OpenAPI 3.1, section 4.8.12.2).
    fileprivate var isIgnoredHeader: Bool {
        place == .header && ["accept", "content-type", "authorization"].contains(name.lowercased())
    }
}
