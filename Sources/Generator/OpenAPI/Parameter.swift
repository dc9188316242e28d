package import HandingerGeneratorYAML

/// A parameter in the path, the query, a header or a cookie (OpenAPI 3.1, Parameter Object).
package struct Parameter: Sendable {
    package enum Place: String, Sendable {
        case path, query, header, cookie
        /// OpenAPI 3.2: the whole query string is the value.
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
    /// With the default of the place filled in.
    package var style: Style
    package var explode: Bool
    package var allowReserved: Bool
    package var schema: Schema?
    /// Instead of a schema.
    package var content: [MediaTypeEntry]
    package var example: Node?
    package var origin: Origin
}

/// A response header or a header of a multipart part (OpenAPI 3.1, Header Object).
package struct Header: Sendable {
    package var description: String?
    package var isRequired: Bool
    package var isDeprecated: Bool
    package var schema: Schema?
    package var content: [MediaTypeEntry]
    package var origin: Origin
}
