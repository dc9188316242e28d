import APIRuntime

/// The subset of JSON Schema that validates request bodies and parameters.
///
/// The generated `Schemas` consist of these values. See `violations(of:at:)`.
indirect enum ValueSchema: Sendable {
    /// Any value.
    case any
    case null
    case boolean
    /// A string; lengths count Unicode scalars.
    case string(
        minLength: Int? = nil,
        maxLength: Int? = nil,
        pattern: String? = nil,
        format: String? = nil,
        enumeration: [String]? = nil
    )
    /// A whole number; `1.0` counts as whole.
    case integer(
        minimum: Double? = nil,
        maximum: Double? = nil,
        exclusiveMinimum: Double? = nil,
        exclusiveMaximum: Double? = nil
    )
    case number(
        minimum: Double? = nil,
        maximum: Double? = nil,
        exclusiveMinimum: Double? = nil,
        exclusiveMaximum: Double? = nil
    )
    /// Exactly this value.
    case constant(JSONValue)
    case array(items: ValueSchema = .any, minItems: Int? = nil, maxItems: Int? = nil)
    /// An object; `additional` is the schema of all other properties, nil if they are forbidden.
    case object(
        properties: [String: ValueSchema] = [:],
        required: [String] = [],
        additional: ValueSchema? = .any
    )
    /// A value that matches at least one schema.
    case anyOf([ValueSchema])
    /// An object whose property `discriminator` selects the schema.
    case oneOf(discriminator: String, [String: ValueSchema])
    /// Null, or a value that matches the schema.
    case nullable(ValueSchema)
    /// A reference to a schema, which allows recursive schemas.
    case reference(@Sendable () -> ValueSchema)

    /// The schema with all references resolved.
    var resolved: ValueSchema {
        if case .reference(let schema) = self { schema().resolved } else { self }
    }
}

/// A violation of a schema at a path in a value.
struct SchemaViolation: Equatable, CustomStringConvertible, Sendable {
    /// The path, such as `when.delayInSeconds` or `tags[2]`; empty for the whole value.
    let path: String
    let reason: String

    var description: String {
        path.isEmpty ? "The body \(reason)" : "\(path): \(reason)"
    }
}
