internal import HandingerGeneratorYAML

/// A schema while its keywords are read. A class, so that reading nested schemas takes little of the stack.
final class SchemaDraft {
    let origin: Origin
    var reference: Reference?
    var types: [Schema.TypeName] = []
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
    /// OpenAPI 3.0: `exclusiveMinimum: true` makes the minimum an exclusive one.
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

    init(_ origin: Origin) {
        self.origin = origin
    }

    func schema() -> Schema {
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
            format: format,
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
