package import HandingerGeneratorOpenAPI

/// One form of an operation. An operation that returns JSON or a stream has two.
package struct EndpointDeclaration: Sendable {
    /// The name of the operation in the document, such as `workers.schedules.create`.
    package var id: String
    /// The resource names and the method name of `id`, for commands.
    package var idParts: [String]
    /// The function that builds the request value, such as `workersSchedulesCreate`.
    package var functionName: String
    /// The structure of the response headers; nil if this form declares none.
    package var headersName: String?
    /// The enumeration around the defaults of the arguments; nil if this form declares none.
    package var defaultsName: String?
    /// The method on the resource, such as `create`.
    package var methodName: String
    package var variant: Variant
    /// Whether the operation has a form with a preferred content type of the request or the response.
    package var isAlternative = false
    /// In upper case.
    package var httpMethod: String
    package var pathTemplate: String
    package var path: [PathPart]
    /// In the order of the method's arguments, without those of ``body``.
    package var parameters: [ParameterDeclaration]
    package var body: BodyDeclaration?
    package var response: ResponseDeclaration
    /// The parameter or property that makes the server stream. It is neither in ``parameters`` nor among the body's
    /// arguments: the streaming form sets it, the plain form omits it.
    package var streamSwitch: StreamSwitch?
    /// nil for the document's security.
    package var security: [[SecurityScheme.Kind]]?
    /// The server of this operation; nil for the client's.
    package var server: String?
    /// The types of error bodies with their statuses.
    package var failures: [FailureDeclaration] = []
    package var documentation: Documentation
    /// The operation in the document.
    package var origin: SourceReference

    package enum Variant: Sendable, Hashable {
        case plain
        /// The streaming form of an operation that also has a plain one.
        case streaming
    }

    package indirect enum StreamSwitch: Sendable {
        /// A Boolean query parameter.
        case query(ParameterDeclaration)
        /// A Boolean property of the body.
        case body(Property)
    }

    /// The values that the server uses for omitted arguments, other than those of a body with a type of its own, by the
    /// arguments' names.
    package var defaults: [Default] {
        var defaults = parameters.compactMap { parameter in
            parameter.defaultValue.map { Default(value: $0, type: parameter.type) }
        }
        switch body?.kind {
        case .multipart(let parts), .form(let parts):
            defaults += parts.compactMap { part in
                part.property.defaultValue.map { Default(value: $0, type: part.property.type) }
            }
        default: break
        }
        return defaults
    }

    package struct Default: Sendable {
        package var value: DefaultValue
        package var type: TypeReference
    }

    /// The parameters whose arguments come before those of the body: those without a default value.
    package var leadingParameters: [ParameterDeclaration] { parameters.filter { !$0.hasDefault } }

    /// The parameters whose arguments come after those of the body: those with a default value.
    package var trailingParameters: [ParameterDeclaration] { parameters.filter(\.hasDefault) }
}

/// The type of the error body of certain statuses.
package struct FailureDeclaration: Sendable {
    /// As in the document: `404`, `5XX`, `default`.
    package var statuses: [String]
    package var type: TypeReference
}

package enum PathPart: Sendable {
    case literal(String)
    /// An index into ``EndpointDeclaration/parameters``.
    case parameter(Int)
}

/// A parameter of an operation. A class for the same reason as ``TypeDeclaration``.
package final class ParameterDeclaration: Sendable {
    package let name: String
    package let wireName: String
    package let place: Parameter.Place
    package let type: TypeReference
    package let isRequired: Bool
    /// The only allowed value of a required parameter, which is the default of its argument.
    package let constant: Constant?
    /// The value that the server uses for an omitted parameter.
    package let defaultValue: DefaultValue?
    package let style: Parameter.Style
    package let explode: Bool
    package let allowReserved: Bool
    /// Whether the value is sent as JSON text, because the parameter is described by `content`.
    package let isJSON: Bool
    package let shape: Shape
    /// The example in the document, as JSON.
    package let example: String?
    package let documentation: Documentation

    init(
        name: String,
        wireName: String,
        place: Parameter.Place,
        type: TypeReference,
        isRequired: Bool,
        constant: Constant? = nil,
        defaultValue: DefaultValue? = nil,
        style: Parameter.Style,
        explode: Bool,
        allowReserved: Bool,
        isJSON: Bool,
        shape: Shape,
        example: String? = nil,
        documentation: Documentation
    ) {
        self.name = name
        self.wireName = wireName
        self.place = place
        self.type = type
        self.isRequired = isRequired
        self.constant = constant
        self.defaultValue = defaultValue
        self.style = style
        self.explode = explode
        self.allowReserved = allowReserved
        self.isJSON = isJSON
        self.shape = shape
        self.example = example
        self.documentation = documentation
    }

    package var declaredType: TypeReference { isRequired ? type : .optional(type) }

    /// Whether the argument has a default value.
    package var hasDefault: Bool { !isRequired || constant != nil }
}

package struct BodyDeclaration: Sendable {
    package enum Kind: Sendable {
        /// A declared structure whose properties are arguments of the method.
        case structure(TypeReference, [Property])
        /// Any other JSON value, as a single argument.
        case json(TypeReference)
        /// A list sent as JSON lines, as a single argument.
        case lines(TypeReference)
        case multipart([FormPart])
        case form([FormPart])
        case text
        case bytes
    }

    package struct FormPart: Sendable {
        package var property: Property
        package var contentType: String?
        package var style: Parameter.Style?
        package var explode: Bool?
        package var allowReserved = false
        /// Whether this is a dictionary of all parts without a documented name.
        package var isUnnamed = false
        /// For a header of a part, the wire name of that part.
        package var headerOf: String?

        /// Whether the part is sent as JSON.
        package var isJSON: Bool { contentType.map { ContentType($0).isJSON } ?? false }
    }

    package var kind: Kind
    /// The suffix in the names of the form's methods, if another form is preferred.
    package var suffix: String
    /// The content type that is sent by default.
    package var contentType: String
    /// nil if there is only one content type.
    package var choice: ContentTypeChoice?
    package var isRequired: Bool
    /// The argument name of a body that is a single argument.
    package var name: String
    /// The allowed values of the body; for JSON lines, of each element.
    package var shape: Shape
    /// The examples in the document, as JSON.
    package var examples: [String]
    package var documentation: Documentation
}

package struct ResponseDeclaration: Sendable {
    package enum Kind: Sendable {
        case json(TypeReference)
        case text
        case download
        case events
        /// A sequence of values, each the data of an event or a line of JSON.
        case payloads(TypeReference, isLines: Bool)
        case empty
    }

    package var kind: Kind
    /// The suffix in the names of the form's methods; empty for the preferred form.
    package var suffix = ""
    package var contentType: String
    /// The value of `Accept`, from the documented content types; nil if there is none.
    package var accept: String?
    /// nil if the caller has no choice among several content types that are read in the same way.
    package var choice: ContentTypeChoice?
    /// Whether the success is a redirect, which the caller gets instead of its target.
    package var isRedirect = false
    package var documentation: String
    /// The documented headers of successful responses; empty for streams and downloads.
    package var headers: [ResponseHeader] = []

    /// The return type of the method; nil if it returns nothing.
    package var type: TypeReference? {
        switch kind {
        case .json(let type): type
        case .text: .string
        case .download, .events, .payloads, .empty: nil
        }
    }
}

extension EndpointDeclaration {
    /// Whether this form represents the operation where only one form can.
    package var isMain: Bool { variant == .plain && !isAlternative }
}
