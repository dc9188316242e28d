package import HandingerGeneratorYAML

/// OpenAPI 3.1, Request Body Object.
package struct RequestBody: Sendable {
    package var description: String?
    package var isRequired: Bool
    package var content: [MediaTypeEntry]
    package var origin: Origin
}

/// OpenAPI 3.1, Response Object.
package struct Response: Sendable {
    package struct NamedHeader: Sendable {
        package var name: String
        package var header: ReferenceOr<Header>
        package var origin: Origin
    }

    package var description: String?
    package var headers: [NamedHeader]
    package var content: [MediaTypeEntry]
    package var origin: Origin
}

package struct MediaTypeEntry: Sendable {
    /// As it stands: `application/json; charset=utf-8`.
    package var contentType: String
    package var mediaType: ReferenceOr<MediaType>
    package var origin: Origin
}

/// OpenAPI 3.1, Media Type Object.
package struct MediaType: Sendable {
    package var schema: Schema?
    /// OpenAPI 3.2: the type of each item of a stream.
    package var itemSchema: Schema?
    /// By property name, for form bodies.
    package var encoding: [String: Encoding]
    /// `example` and the values of `examples`; one that stands elsewhere as the object with its `$ref`.
    package var examples: [Node]
    package var origin: Origin
}

/// How one property of a form body is sent (OpenAPI 3.1, Encoding Object).
package struct Encoding: Sendable {
    package var contentType: String?
    package var headers: [Response.NamedHeader]
    package var style: Parameter.Style?
    package var explode: Bool?
    package var allowReserved: Bool
    package var origin: Origin
}
