/// A parameter of the URL's query.
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

    /// Makes a parameter.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - value: Its value; nil leaves it out.
    ///   - style: How it is written.
    ///   - explode: Whether each element gets a field of its own; by default only in ``ParameterStyle/form``.
    ///   - allowReserved: Whether reserved characters that cannot be mistaken for separators stay as they are.
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
        let encoded = try EncodedValue(encoding: value)
        let style = objectsAsJSON && encoded.isObject ? .json : style
        return encoded.fields(named: name, style: style, explode: explode, encoding: encoding)
            .map { (PercentEncoding.queryValue.encode($0.name), $0.value) }
    }
}

/// A header that an operation takes as a parameter.
public struct HeaderParameter: Sendable {
    let name: String
    let value: (any Encodable & Sendable)?
    let style: ParameterStyle
    let explode: Bool

    /// Makes a parameter.
    ///
    /// - Parameters:
    ///   - name: The header's name.
    ///   - value: Its value; nil leaves it out.
    ///   - style: ``ParameterStyle/simple`` or ``ParameterStyle/json``.
    ///   - explode: Whether an object's members are written `name=value`.
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
        return try EncodedValue(encoding: value).text(named: name, style: style, explode: explode) { $0 }
    }
}

/// A cookie that an operation takes as a parameter.
public struct CookieParameter: Sendable {
    private let parameter: QueryParameter

    /// Makes a parameter.
    ///
    /// - Parameters:
    ///   - name: The cookie's name.
    ///   - value: Its value; nil leaves it out.
    ///   - style: ``ParameterStyle/form``, ``ParameterStyle/cookie`` or ``ParameterStyle/json``.
    ///   - explode: Whether each element gets a cookie of its own.
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

/// A field of an `application/x-www-form-urlencoded` body. Nil values are left out.
public struct FormField: Sendable {
    private let parameter: QueryParameter
    /// Whether nothing says how the value is written: then an object is JSON.
    private let isPlain: Bool

    var name: String { parameter.name }

    /// Makes a field.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - value: Its value; nil leaves it out.
    ///   - style: How arrays and objects are written. With neither this nor one of those below, each element of an
    ///     array is a field and an object is JSON (OpenAPI 3.1.1, section 4.8.15.1.2).
    ///   - explode: Whether each element gets a field of its own.
    ///   - allowReserved: Whether reserved characters that cannot be mistaken for separators stay as they are.
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
