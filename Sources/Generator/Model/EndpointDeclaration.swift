package import HandingerGeneratorOpenAPI

/// One way to call an operation. An operation that answers JSON or a stream has two.
package struct EndpointDeclaration: Sendable {
    /// The operation's name in the document's terms: `workers.schedules.create`.
    package var id: String
    /// Resource names and method name as they stand in `id`, for commands.
    package var idParts: [String]
    /// Of the function that makes the request value: `workersSchedulesCreate`.
    package var functionName: String
    /// Of the structure of the response's headers; nil where none is declared for this form of the operation.
    package var headersName: String?
    /// Of the method on its resource: `create`.
    package var methodName: String
    package var variant: Variant
    /// Whether this is the same operation with its body sent in another way than the usual one.
    package var isAlternative = false
    /// Upper case.
    package var httpMethod: String
    package var pathTemplate: String
    package var path: [PathPart]
    /// In the order of the method's arguments; the body's come from ``body``.
    package var parameters: [ParameterDeclaration]
    package var body: BodyDeclaration?
    package var response: ResponseDeclaration
    /// What tells the server to stream, where the document has such a switch. It is in neither
    /// ``parameters`` nor the body's arguments: the plain form leaves it out, the streaming form sets it.
    package var streamSwitch: StreamSwitch?
    /// nil for the document's own.
    package var security: [[SecurityScheme.Kind]]?
    /// Where the document puts this operation alone; nil for where the others are.
    package var server: String?
    /// The types of the bodies that failures have, each with its statuses.
    package var failures: [FailureDeclaration] = []
    package var documentation: Documentation

    package enum Variant: Sendable, Hashable {
        case plain
        /// The streaming form of an operation that has a plain one too.
        case streaming
    }

    package indirect enum StreamSwitch: Sendable {
        /// A boolean query parameter.
        case query(ParameterDeclaration)
        /// A boolean property of the body.
        case body(Property)
    }
}

/// What failures of certain statuses have as their body.
package struct FailureDeclaration: Sendable {
    /// As the document has them: `404`, `5XX`, `default`.
    package var statuses: [String]
    package var type: TypeReference
}

package enum PathPart: Sendable {
    case literal(String)
    /// An index into ``EndpointDeclaration/parameters``.
    case parameter(Int)
}

/// A class for the reason that ``TypeDeclaration`` is one.
package final class ParameterDeclaration: Sendable {
    package let name: String
    package let wireName: String
    package let place: Parameter.Place
    package let type: TypeReference
    package let isRequired: Bool
    package let style: Parameter.Style
    package let explode: Bool
    package let allowReserved: Bool
    /// For parameters given by `content`: the value is sent as JSON text.
    package let isJSON: Bool
    package let shape: Shape
    /// The document's example, as JSON.
    package let example: String?
    package let documentation: Documentation

    init(
        name: String,
        wireName: String,
        place: Parameter.Place,
        type: TypeReference,
        isRequired: Bool,
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
        self.style = style
        self.explode = explode
        self.allowReserved = allowReserved
        self.isJSON = isJSON
        self.shape = shape
        self.example = example
        self.documentation = documentation
    }

    package var declaredType: TypeReference { isRequired ? type : .optional(type) }
}

package struct BodyDeclaration: Sendable {
    package enum Kind: Sendable {
        /// A declared structure whose properties are the method's arguments.
        case structure(TypeReference, [Property])
        /// Any other JSON value, one argument.
        case json(TypeReference)
        /// A list whose elements are a line of JSON each, one argument.
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
        /// Whether this is a dictionary of all the parts whose names the document leaves open.
        package var isUnnamed = false
        /// Where this is no part but a header of one: the name of that part on the wire.
        package var headerOf: String?

        /// Whether the document has the part sent as JSON.
        package var isJSON: Bool { contentType.map { ContentType($0).isJSON } ?? false }
    }

    package var kind: Kind
    package var contentType: String
    package var isRequired: Bool
    /// Of the single argument, where there is one.
    package var name: String
    /// For lines that of each.
    package var shape: Shape
    /// The document's examples, as JSON.
    package var examples: [String]
    package var documentation: Documentation
}

package struct ResponseDeclaration: Sendable {
    package enum Kind: Sendable {
        case json(TypeReference)
        case text
        case download
        case events
        /// Values one after the other, each the data of an event or a line of JSON.
        case payloads(TypeReference, isLines: Bool)
        case empty
    }

    package var kind: Kind
    package var contentType: String
    package var documentation: String
    /// Those that the document gives successful responses that come as a whole.
    package var headers: [ResponseHeader] = []

    /// The type that the method returns, nil for none.
    package var type: TypeReference? {
        switch kind {
        case .json(let type): type
        case .text: .string
        case .download, .events, .payloads, .empty: nil
        }
    }
}

extension EndpointDeclaration {
    /// Whether this is the form that stands for the operation where it can stand only once.
    package var isMain: Bool { variant == .plain && !isAlternative }
}
