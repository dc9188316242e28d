/// A query parameter.
///
/// ```swift
/// QueryParameter("limit", 10)                          // limit=10
/// QueryParameter("tag", ["a", "b"])                    // tag=a&tag=b
/// QueryParameter("tag", ["a", "b"], explode: false)    // tag=a,b
/// QueryParameter("after", nil as String?)              // nothing
/// ```
public struct QueryParameter: Sendable {
    let name: String
    let value: (any Encodable & Sendable)?
    let style: ParameterStyle
    let explode: Bool
    let encoding: PercentEncoding

    /// Creates a parameter.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value; nil omits it.
    ///   - style: The serialization style.
    ///   - explode: Whether each element becomes a separate field; true by default for ``ParameterStyle/form`` and
    ///     ``ParameterStyle/cookie``.
    ///   - allowReserved: Whether reserved characters stay unencoded where they cannot be mistaken for separators.
    public init<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        style: ParameterStyle = .form,
        explode: Bool? = nil,
        allowReserved: Bool = false
    ) {
        self.name = name
        self.value = value
        self.style = style
        self.explode = explode ?? (style == .form || style == .cookie)
        encoding = style == .cookie ? .cookieValue : allowReserved ? .queryReserved : .queryValue
    }

    func fields(objectsAsJSON: Bool = false) throws -> [(name: String, value: String)] {
        guard let value else { return [] }
        let encoded = try JSONTree(encoding: value)
        let style = objectsAsJSON && encoded.isObject ? .json : style
        return encoded.fields(named: name, style: style, explode: explode, encoding: encoding)
            .map { (PercentEncoding.queryValue.encode($0.name), $0.value) }
    }
}

/// A header parameter.
public struct HeaderParameter: Sendable {
    let name: String
    let value: (any Encodable & Sendable)?
    let style: ParameterStyle
    let explode: Bool

    /// Creates a parameter.
    ///
    /// - Parameters:
    ///   - name: The name of the header field.
    ///   - value: The value; nil omits it.
    ///   - style: ``ParameterStyle/simple`` or ``ParameterStyle/json``.
    ///   - explode: Whether the members of an object are written as `name=value`.
    public init<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        style: ParameterStyle = .simple,
        explode: Bool = false
    ) {
        self.name = name
        self.value = value
        self.style = style
        self.explode = explode
    }

    func text() throws -> String? {
        guard let value else { return nil }
        return try JSONTree(encoding: value).text(named: name, style: style, explode: explode) { $0 }
    }
}

/// A cookie parameter.
public struct CookieParameter: Sendable {
    private let parameter: QueryParameter

    /// Creates a parameter.
    ///
    /// - Parameters:
    ///   - name: The name of the cookie.
    ///   - value: The value; nil omits it.
    ///   - style: ``ParameterStyle/form``, ``ParameterStyle/cookie`` or ``ParameterStyle/json``.
    ///   - explode: Whether each element becomes a separate cookie.
    public init<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        style: ParameterStyle = .form,
        explode: Bool? = nil
    ) {
        parameter = QueryParameter(name, value, style: style, explode: explode)
    }

    func fields() throws -> [(name: String, value: String)] {
        try parameter.fields()
    }
}

/// A field of an `application/x-www-form-urlencoded` body.
public struct FormField: Sendable {
    private let parameter: QueryParameter
    /// Whether the field has no serialization style: objects then become JSON.
    private let isPlain: Bool

    var name: String { parameter.name }

    /// Creates a field.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value; nil omits it.
    ///   - style: The serialization style. Without `style`, `explode` and `allowReserved`, each element of an array is
    ///     a field and an object is JSON (OpenAPI 3.1.1 section 4.8.15.1.2).
    ///   - explode: Whether each element becomes a separate field.
    ///   - allowReserved: Whether reserved characters stay unencoded where they cannot be mistaken for separators.
    public init<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        style: ParameterStyle? = nil,
        explode: Bool? = nil,
        allowReserved: Bool = false
    ) {
        isPlain = style == nil && explode == nil && !allowReserved
        parameter = QueryParameter(
            name,
            value,
            style: style ?? .form,
            explode: explode,
            allowReserved: allowReserved
        )
    }

    func pairs() throws -> [String] {
        try parameter.fields(objectsAsJSON: isPlain).map { "\($0.name)=\($0.value)" }
    }
}
