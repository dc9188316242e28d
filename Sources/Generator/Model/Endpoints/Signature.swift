/// An argument of a generated function.
package struct Argument: Sendable {
    package var name: String
    package var type: TypeReference
    /// Whether the argument has a default value.
    package var isOptional: Bool
    /// The default value; nil for none or `nil`.
    package var constant: Constant?
    /// Whether calls omit the label.
    package var isUnlabelled = false
    package var documentation: Documentation
}

extension EndpointDeclaration {
    /// The arguments of the method, in order, without the request options at the end.
    package var arguments: [Argument] {
        let all = parameters.map(Argument.init) + bodyArguments + responseArguments
        return all.filter { !$0.isOptional } + all.filter(\.isOptional)
    }

    /// The arguments of the function that builds the request value, in order.
    package var requestArguments: [Argument] {
        let given = parameters.map(Argument.init)
        let body = requestBodyArguments
        return given.filter { !$0.isOptional } + body + given.filter(\.isOptional) + responseArguments
    }

    /// The properties of the body that are arguments of the method.
    package var bodyProperties: [Property] {
        (body?.properties ?? []).filter { property in
            if property.constant != nil || (property.isReadOnly && property.isOptional) { return false }
            if case .body(let stream) = streamSwitch { return property.name != stream.name }
            return true
        }
    }

    private var bodyArguments: [Argument] {
        guard let body else { return [] }
        switch body.kind {
        case .structure, .multipart, .form: return bodyProperties.map(Argument.init)
        case .json, .lines, .text, .bytes: return [Argument(body)] + contentTypeArguments
        }
    }

    /// The content type of the body, if the caller chooses it.
    private var contentTypeArguments: [Argument] {
        body?.choice.map { [Argument($0, "The content type of the body. ")] } ?? []
    }

    /// The content type of the response, if the caller chooses it.
    private var responseArguments: [Argument] {
        response.choice.map { [Argument($0, "The content type of the response. ")] } ?? []
    }

    private var requestBodyArguments: [Argument] {
        guard let body else { return [] }
        switch body.kind {
        case .structure, .json, .lines, .text, .bytes:
            return [Argument(body)] + contentTypeArguments
        case .multipart, .form:
            let all = body.properties.filter { $0.constant == nil }.map(Argument.init)
            return all.filter { !$0.isOptional } + all.filter(\.isOptional)
        }
    }
}

extension Argument {
    package init(_ parameter: ParameterDeclaration) {
        self.init(
            name: parameter.name,
            type: parameter.declaredType,
            isOptional: parameter.hasDefault,
            constant: parameter.constant,
            documentation: parameter.documentation
        )
    }

    package init(_ property: Property) {
        self.init(
            name: property.name,
            type: property.declaredType,
            isOptional: property.isOptional,
            documentation: property.documentation
        )
    }

    init(_ choice: ContentTypeChoice, _ meaning: String) {
        self.init(
            name: choice.name,
            type: .string,
            isOptional: choice.defaultValue != nil,
            constant: choice.defaultValue.map { .string($0) },
            documentation: Documentation(description: meaning + choice.description)
        )
    }

    /// A body as a single argument.
    package init(_ body: BodyDeclaration) {
        let type: TypeReference =
            switch body.kind {
            case .structure(let type, _), .json(let type), .lines(let type): type
            case .text: .string
            case .bytes, .multipart, .form: .data
            }
        self.init(
            name: body.name,
            type: body.isRequired ? type : .optional(type),
            isOptional: !body.isRequired,
            documentation: body.documentation
        )
    }
}

extension Structure {
    /// The arguments of the initializer, in order, without the additional properties at the end.
    package var arguments: [Argument] { properties.map(Argument.init) }
}

extension Union.Convenience {
    /// The arguments of the static function, in order.
    package var arguments: [Argument] {
        parameters.enumerated().map { index, property in
            var argument = Argument(property)
            argument.isUnlabelled = index == 0 && omitsLabel
            return argument
        }
    }
}

extension ResponseDeclaration {
    /// Whether the method is `async`: streams and downloads start when they are read.
    package var isAwaited: Bool {
        switch kind {
        case .events, .payloads, .download: false
        case .json, .text, .empty: true
        }
    }

    /// The return type in Swift; nil if there is none.
    package var resultText: String? {
        switch kind {
        case .json(let type): type.text
        case .text: "String"
        case .download: "FileDownload"
        case .events: "EventStream"
        case .payloads(let type, _): "DecodedEventStream<\(type.text)>"
        case .empty: nil
        }
    }
}

extension TypeReference {
    /// The type in Swift, as written at the top level.
    package var text: String {
        switch self {
        case .array(let element): "[\(element.text)]"
        case .dictionary(let value): "[String: \(value.text)]"
        case .optional(let wrapped): wrapped.text + "?"
        case .nullable(let wrapped): "Nullable<\(wrapped.text)>"
        case .named(let name): name
        case .string: "String"
        case .bool: "Bool"
        case .int: "Int"
        case .int64: "Int64"
        case .uint64: "UInt64"
        case .double: "Double"
        case .date: "Date"
        case .day: "CalendarDate"
        case .data: "Data"
        case .json: "JSONValue"
        case .file: "FileUpload"
        case .fileOr(let value): "FileOrValue<\(value.text)>"
        }
    }
}
