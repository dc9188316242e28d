package import YAML

/// A JSON Schema of the 2020-12 vocabulary that OpenAPI uses, or the 3.0 dialect of it, as it is written.
///
/// A class, because schemas contain schemas. The 3.0 spelling is brought to the newer one:
/// `nullable: true` becomes ``isNullable``, a boolean `exclusiveMinimum` an exclusive bound.
package final class Schema: Sendable {
    package enum TypeName: String, Sendable, Hashable {
        case null, boolean, integer, number, string, array, object
    }

    package struct Property: Sendable {
        package var name: String
        package var schema: Schema
        /// The place of the key.
        package var origin: Origin
    }

    package enum AdditionalProperties: Sendable {
        case allowed(Bool)
        case schema(Schema)
    }

    package struct Discriminator: Sendable {
        package struct Mapping: Sendable {
            package var value: String
            /// A schema name or a reference, as it stands.
            package var target: String
            package var origin: Origin
        }

        package var propertyName: String
        package var mapping: [Mapping]
        package var origin: Origin
    }

    /// Bounds and patterns, for documentation and checks. A number keeps its text in the node.
    package struct Constraints: Sendable {
        package var minimum: Node?
        package var maximum: Node?
        package var exclusiveMinimum: Node?
        package var exclusiveMaximum: Node?
        package var multipleOf: Node?
        package var minLength: Int?
        package var maxLength: Int?
        package var pattern: String?
        package var minItems: Int?
        package var maxItems: Int?
        package var uniqueItems = false
        package var minProperties: Int?
        package var maxProperties: Int?

        package init() {}
    }

    package let origin: Origin
    /// `true` or `false` where the schema is a boolean.
    package let boolean: Bool?
    package let reference: Reference?
    /// In document order, each once; empty where no `type` is given. `null` stands here too.
    package let types: [TypeName]
    /// `nullable: true`, also where it is left over in 3.1.
    package let isNullable: Bool
    package let format: String?
    package let title: String?
    package let description: String?
    package let constant: Node?
    /// nil where there is no `enum`.
    package let enumeration: [Node]?
    package let defaultValue: Node?
    package let examples: [Node]
    package let isDeprecated: Bool
    package let isReadOnly: Bool
    package let isWriteOnly: Bool
    package let constraints: Constraints
    package let contentEncoding: String?
    package let contentMediaType: String?

    /// In document order.
    package let properties: [Property]
    package let required: [String]
    package let additionalProperties: AdditionalProperties?
    package let patternProperties: [Property]
    package let items: Schema?
    package let prefixItems: [Schema]

    package let allOf: [Schema]
    package let anyOf: [Schema]
    package let oneOf: [Schema]
    package let discriminator: Discriminator?

    package init(
        origin: Origin,
        boolean: Bool? = nil,
        reference: Reference? = nil,
        types: [TypeName] = [],
        isNullable: Bool = false,
        format: String? = nil,
        title: String? = nil,
        description: String? = nil,
        constant: Node? = nil,
        enumeration: [Node]? = nil,
        defaultValue: Node? = nil,
        examples: [Node] = [],
        isDeprecated: Bool = false,
        isReadOnly: Bool = false,
        isWriteOnly: Bool = false,
        constraints: Constraints = Constraints(),
        contentEncoding: String? = nil,
        contentMediaType: String? = nil,
        properties: [Property] = [],
        required: [String] = [],
        additionalProperties: AdditionalProperties? = nil,
        patternProperties: [Property] = [],
        items: Schema? = nil,
        prefixItems: [Schema] = [],
        allOf: [Schema] = [],
        anyOf: [Schema] = [],
        oneOf: [Schema] = [],
        discriminator: Discriminator? = nil
    ) {
        self.origin = origin
        self.boolean = boolean
        self.reference = reference
        self.types = types
        self.isNullable = isNullable
        self.format = format
        self.title = title
        self.description = description
        self.constant = constant
        self.enumeration = enumeration
        self.defaultValue = defaultValue
        self.examples = examples
        self.isDeprecated = isDeprecated
        self.isReadOnly = isReadOnly
        self.isWriteOnly = isWriteOnly
        self.constraints = constraints
        self.contentEncoding = contentEncoding
        self.contentMediaType = contentMediaType
        self.properties = properties
        self.required = required
        self.additionalProperties = additionalProperties
        self.patternProperties = patternProperties
        self.items = items
        self.prefixItems = prefixItems
        self.allOf = allOf
        self.anyOf = anyOf
        self.oneOf = oneOf
        self.discriminator = discriminator
    }
}
