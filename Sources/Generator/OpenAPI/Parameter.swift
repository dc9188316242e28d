package import HandingerGeneratorYAML

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
