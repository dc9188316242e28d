import APIRuntime

/// What a JSON value must look like: the part of JSON Schema that request bodies and parameters are checked with.
///
/// The generated `Schemas` are made of these. `violations(of:)` finds what does not fit.
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
    /// A number that is whole; `1.0` is.
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
    /// An object; `additional` is what properties without a schema of their own must be, nil if there may be none.
    case object(
        properties: [String: ValueSchema] = [:],
        required: [String] = [],
        additional: ValueSchema? = .any
    )
    /// A value that fits at least one.
    case anyOf([ValueSchema])
    /// An object whose property `discriminator` names the schema that it must fit.
    case oneOf(discriminator: String, [String: ValueSchema])
    /// Null, or a value that fits.
    case nullable(ValueSchema)
    /// A schema by name, so that schemas can hold themselves.
    case reference(@Sendable () -> ValueSchema)

    /// The schema itself, where this is a reference to it.
    var resolved: ValueSchema {
        if case .reference(let schema) = self { schema().resolved } else { self }
    }
}

/// A place in a value that does not fit its schema.
struct SchemaViolation: Equatable, CustomStringConvertible, Sendable {
    /// Where, such as `when.delayInSeconds` or `tags[2]`; empty for the value as a whole.
    let path: String
    let reason: String

    var description: String {
        path.isEmpty ? "The body \(reason)" : "\(path): \(reason)"
    }
}
