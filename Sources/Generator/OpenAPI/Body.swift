package import HandingerGeneratorYAML

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
