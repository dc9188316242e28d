package import HandingerGeneratorYAML

/// An Operation Object (OpenAPI 3.1) with its method.
package struct OperationObject: Sendable {
    /// In upper case, such as `GET`; as written for `additionalOperations`.
    package var method: String
    package var operationID: String?
    package var tags: [String]
    package var summary: String?
    package var description: String?
    package var isDeprecated: Bool
    package var parameters: [ReferenceOr<Parameter>]
    package var requestBody: ReferenceOr<RequestBody>?
    /// In document order.
    package var responses: [StatusResponse]
    /// nil if the security of the document applies; empty if none is needed.
    package var security: [SecurityRequirement]?
    package var servers: [Server]
    package var origin: SourceReference
    /// The location of the `operationId` value.
    package var operationIDOrigin: SourceReference?
}

package struct StatusResponse: Sendable {
    package enum Status: Hashable, Sendable {
        case code(Int)
        /// A range such as `2XX`, which is `range(2)`.
        case range(Int)
        case `default`
    }

    package var status: Status
    package var response: ReferenceOr<Response>
    package var origin: SourceReference
}

/// The operations of one path (OpenAPI 3.1, Path Item Object).
package struct PathItem: Sendable {
    package var summary: String?
    package var description: String?
    /// Empty if the path has no servers of its own.
    package var servers: [Server]
    package var parameters: [ReferenceOr<Parameter>]
    /// In document order; the `additionalOperations` of OpenAPI 3.2 come last.
    package var operations: [OperationObject]
    package var origin: SourceReference
}

/// A Parameter Object (OpenAPI 3.1): path, query, header or cookie.
package struct Parameter: Sendable {
    package enum Place: String, Sendable {
        case path, query, header, cookie
        /// OpenAPI 3.2: the value is the whole query string.
        case querystring
    }

    package enum Style: String, Sendable, CaseIterable {
        case simple, form, label, matrix, spaceDelimited, pipeDelimited, deepObject, cookie
    }

    package var name: String
    package var place: Place
    package var description: String?
    package var isRequired: Bool
    package var isDeprecated: Bool
    /// Never nil: the default depends on the location.
    package var style: Style
    package var explode: Bool
    package var allowReserved: Bool
    package var schema: Schema?
    /// An alternative to the schema.
    package var content: [MediaTypeEntry]
    package var example: Node?
    package var origin: SourceReference
}

/// A Header Object (OpenAPI 3.1) of a response or of a multipart part.
package struct Header: Sendable {
    package var description: String?
    package var isRequired: Bool
    package var isDeprecated: Bool
    package var schema: Schema?
    package var content: [MediaTypeEntry]
    package var origin: SourceReference
}

/// A Request Body Object (OpenAPI 3.1).
package struct RequestBody: Sendable {
    package var description: String?
    package var isRequired: Bool
    package var content: [MediaTypeEntry]
    package var origin: SourceReference
}

/// A Response Object (OpenAPI 3.1).
package struct Response: Sendable {
    package struct NamedHeader: Sendable {
        package var name: String
        package var header: ReferenceOr<Header>
        package var origin: SourceReference
    }

    package var description: String?
    package var headers: [NamedHeader]
    package var content: [MediaTypeEntry]
    package var origin: SourceReference
}

package struct MediaTypeEntry: Sendable {
    /// The key in `content`, such as `application/json; charset=utf-8`.
    package var contentType: String
    package var mediaType: ReferenceOr<MediaType>
    package var origin: SourceReference
}

/// A Media Type Object (OpenAPI 3.1).
package struct MediaType: Sendable {
    package var schema: Schema?
    /// OpenAPI 3.2: the schema of each item of a stream.
    package var itemSchema: Schema?
    /// The encodings of a form body, by property name.
    package var encoding: [String: Encoding]
    /// `example` and the values of `examples`. An example given by `$ref` is the Reference Object.
    package var examples: [Node]
    package var origin: SourceReference
}

/// The encoding of one property of a form body (OpenAPI 3.1, Encoding Object).
package struct Encoding: Sendable {
    package var contentType: String?
    package var headers: [Response.NamedHeader]
    package var style: Parameter.Style?
    package var explode: Bool?
    package var allowReserved: Bool
    package var origin: SourceReference
}
