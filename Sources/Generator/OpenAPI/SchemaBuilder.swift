internal import HandingerGeneratorYAML

/// Collects the keywords of a schema. A class, so that recursion into nested schemas needs little stack.
final class SchemaBuilder {
    let origin: SourceReference
    var reference: Reference?
    var types: [Schema.TypeName] = []
    /// Whether the format is that of an unknown type.
    var isTypeUnreadable = false
    var isNullable = false
    var format: String?
    var title: String?
    var description: String?
    var constant: Node?
    var enumeration: [Node]?
    var defaultValue: Node?
    var examples: [Node] = []
    var isDeprecated = false
    var isReadOnly = false
    var isWriteOnly = false
    var constraints: Schema.Constraints?
    /// OpenAPI 3.0: `exclusiveMinimum: true` makes `minimum` exclusive.
    var isMinimumExclusive = false
    var isMaximumExclusive = false
    var contentEncoding: String?
    var contentMediaType: String?
    var contentSchema: Schema?
    var properties: [Schema.Property] = []
    var required: [String] = []
    var additionalProperties: Schema.AdditionalProperties?
    var patternProperties: [Schema.Property] = []
    var items: Schema?
    var prefixItems: [Schema] = []
    var allOf: [Schema] = []
    var anyOf: [Schema] = []
    var oneOf: [Schema] = []
    var discriminator: Schema.Discriminator?

    init(_ origin: SourceReference) {
        self.origin = origin
    }

    func build() -> Schema {
        if isMinimumExclusive, let minimum = constraints?.minimum {
            constraints?.exclusiveMinimum = minimum
            constraints?.minimum = nil
        }
        if isMaximumExclusive, let maximum = constraints?.maximum {
            constraints?.exclusiveMaximum = maximum
            constraints?.maximum = nil
        }
        return Schema(
            origin: origin,
            reference: reference,
            types: types,
            isNullable: isNullable,
            format: isTypeUnreadable ? nil : format,
            title: title,
            description: description,
            constant: constant,
            enumeration: enumeration,
            defaultValue: defaultValue,
            examples: examples,
            isDeprecated: isDeprecated,
            isReadOnly: isReadOnly,
            isWriteOnly: isWriteOnly,
            constraints: constraints,
            contentEncoding: contentEncoding,
            contentMediaType: contentMediaType,
            contentSchema: contentSchema,
            properties: properties,
            required: required,
            additionalProperties: additionalProperties,
            patternProperties: patternProperties,
            items: items,
            prefixItems: prefixItems,
            allOf: allOf,
            anyOf: anyOf,
            oneOf: oneOf,
            discriminator: discriminator
        )
    }
}
