package import HandingerGeneratorYAML

/// A schema in the vocabulary of OpenAPI: JSON Schema 2020-12 or the dialect of OpenAPI 3.0.
///
/// The dialect of 3.0 is translated: `nullable: true` becomes ``isNullable``, and a boolean `exclusiveMinimum` an
/// exclusive bound. A class, because schemas are recursive.
package final class Schema: Sendable {
    package enum TypeName: String, Sendable, Hashable {
        case null, boolean, integer, number, string, array, object

        // The synthesized initializer compares with each name in turn.
        package init?(rawValue: String) {
            switch rawValue.utf8.count {
            case 4 where rawValue == "null": self = .null
            case 5 where rawValue == "array": self = .array
            case 6 where rawValue == "string": self = .string
            case 6 where rawValue == "object": self = .object
            case 6 where rawValue == "number": self = .number
            case 7 where rawValue == "boolean": self = .boolean
            case 7 where rawValue == "integer": self = .integer
            default: return nil
            }
        }
    }

    package struct Property: Sendable {
        package var name: String
        package var schema: Schema
        /// The location of the key.
        package var origin: SourceReference

        package init(name: String, schema: Schema, origin: SourceReference) {
            self.name = name
            self.schema = schema
            self.origin = origin
        }
    }

    package enum AdditionalProperties: Sendable {
        case allowed(Bool)
        case schema(Schema)
    }

    package struct Discriminator: Sendable {
        package struct Mapping: Sendable {
            package var value: String
            /// A schema name or a reference, as written.
            package var target: String
            package var origin: SourceReference

            /// Whether the target is a component, by its name or by a reference.
            package func isFor(component name: String) -> Bool {
                target == name || target == "#/components/schemas/" + name
            }
        }

        package var propertyName: String
        /// OpenAPI 3.2: the schema for values outside the mapping.
        package var defaultMapping: String?
        package var mapping: [Mapping]
        package var origin: SourceReference
    }

    /// Bounds and patterns, for documentation and request checks. Numbers are nodes, which keep their source text.
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

    package let origin: SourceReference
    /// The value of a boolean schema; nil for any other.
    package var boolean: Bool? { details?.value.boolean }
    package let reference: Reference?
    /// Unique types in document order, `null` included; empty if there is no `type`.
    package let types: [TypeName]
    /// Whether `nullable: true` is given, in any version.
    package let isNullable: Bool
    package let format: String?
    package var title: String? { details?.value.title }
    package let description: String?
    package var constant: Node? { details?.value.constant }
    /// nil if there is no `enum`.
    package var enumeration: [Node]? { details?.value.enumeration }
    package var defaultValue: Node? { details?.value.defaultValue }
    package var examples: [Node] { details?.value.examples ?? [] }
    package let isDeprecated: Bool
    package let isReadOnly: Bool
    package let isWriteOnly: Bool
    package var constraints: Constraints { details?.value.constraints?.value ?? Constraints() }
    /// Whether doc comments need notes on access, bounds or a default.
    package var hasNotes: Bool {
        isReadOnly || isWriteOnly
            || details.map { $0.value.constraints != nil || $0.value.defaultValue != nil } ?? false
    }
    package var contentEncoding: String? { details?.value.contentEncoding }
    package var contentMediaType: String? { details?.value.contentMediaType }
    /// The schema of the decoded text.
    package var contentSchema: Schema? { details?.value.contentSchema }

    /// In document order.
    package let properties: [Property]
    package let required: [String]
    package let additionalProperties: AdditionalProperties?
    package var patternProperties: [Property] { details?.value.patternProperties ?? [] }
    package let items: Schema?
    package var prefixItems: [Schema] { details?.value.prefixItems ?? [] }

    package let allOf: [Schema]
    package let anyOf: [Schema]
    package let oneOf: [Schema]
    package var discriminator: Discriminator? { details?.value.discriminator }

    /// The less common keywords, stored separately: a document has thousands of schemas, and most are a type or a
    /// reference.
    private let details: Box<Details>?

    private struct Details: Sendable {
        var boolean: Bool?
        var title: String?
        var constant: Node?
        var enumeration: [Node]?
        var defaultValue: Node?
        var examples: [Node]
        var constraints: Box<Constraints>?
        var contentEncoding: String?
        var contentMediaType: String?
        var contentSchema: Schema?
        var patternProperties: [Property]
        var prefixItems: [Schema]
        var discriminator: Discriminator?
    }

    private final class Box<Value: Sendable>: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    package init(
        origin: SourceReference,
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
        constraints: Constraints? = nil,
        contentEncoding: String? = nil,
        contentMediaType: String? = nil,
        contentSchema: Schema? = nil,
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
        self.types = types
        self.isNullable = isNullable
        self.format = format
        self.description = description
        self.isDeprecated = isDeprecated
        self.isReadOnly = isReadOnly
        self.isWriteOnly = isWriteOnly
        self.properties = properties
        self.required = required
        self.additionalProperties = additionalProperties
        self.items = items
        self.allOf = allOf
        self.anyOf = anyOf
        self.oneOf = oneOf
        self.reference = reference
        let hasDetails =
            boolean != nil || title != nil || constant != nil || enumeration != nil || defaultValue != nil
            || !examples.isEmpty || constraints != nil || contentEncoding != nil || contentMediaType != nil
            || contentSchema != nil || !patternProperties.isEmpty || !prefixItems.isEmpty || discriminator != nil
        guard hasDetails else {
            details = nil
            return
        }
        let details = Details(
            boolean: boolean,
            title: title,
            constant: constant,
            enumeration: enumeration,
            defaultValue: defaultValue,
            examples: examples,
            constraints: constraints.map { Box($0) },
            contentEncoding: contentEncoding,
            contentMediaType: contentMediaType,
            contentSchema: contentSchema,
            patternProperties: patternProperties,
            prefixItems: prefixItems,
            discriminator: discriminator
        )
        self.details = Box(details)
    }
}
