/// The serialization style of a parameter (OpenAPI 3.1 section 4.8.12.3).
public enum ParameterStyle: Hashable, Sendable {
    /// `3,4,5`: the default of path and header parameters.
    case simple
    /// `.3.4.5` in a path.
    case label
    /// `;id=3;id=4` in a path.
    case matrix
    /// `id=3&id=4`: the default of query and cookie parameters.
    case form
    /// Like ``form``, but values are not percent-encoded (OpenAPI 3.2, `style: cookie`). Only characters that a cookie
    /// value must not contain are escaped (RFC 6265 section 4.1.1: blanks, `"`, `,`, `;`, `\`, control characters and
    /// everything outside ASCII).
    case cookie
    /// `id=3%204%205`.
    case spaceDelimited
    /// `id=3%7C4%7C5`.
    case pipeDelimited
    /// `filter[role]=admin&filter[name]=x`.
    case deepObject
    /// JSON text, for parameters that the API document declares with `content`.
    case json
}

extension JSONTree {
    /// The name and text of each field that a query, form or cookie parameter becomes.
    ///
    /// - Parameter encoding: The encoding of values. Separators between them are not encoded.
    func fields(
        named name: String,
        style: ParameterStyle,
        explode: Bool,
        encoding: PercentEncoding = .queryValue
    ) -> [(name: String, value: String)] {
        if style == .json { return [(name, encoding.encode(jsonText))] }
        if style == .deepObject { return deepFields(named: name, encoding: encoding) }
        switch self {
        case .null:
            return []
        case .array(let elements) where explode:
            return elements.map { (name, encoding.encode($0.parameterText)) }
        case .array(let elements):
            if elements.isEmpty { return [] }
            let texts = elements.map { encoding.encode($0.parameterText) }
            return [(name, texts.joined(separator: style.delimiter))]
        case .object(let members) where explode && name.isEmpty:
            // A parameter without a name is a whole query string or form: each member is a field.
            return members.filter { !$0.name.isEmpty }.flatMap { member in
                let style: ParameterStyle = member.value.isObject ? .json : .form
                return member.value.fields(named: member.name, style: style, explode: true, encoding: encoding)
            }
        case .object(let members) where explode:
            return members.filter { !$0.value.isNull }.map { ($0.name, encoding.encode($0.value.parameterText)) }
        case .object(let members):
            let texts = members.filter { !$0.value.isNull }
                .flatMap { [encoding.encode($0.name), encoding.encode($0.value.parameterText)] }
            return texts.isEmpty ? [] : [(name, texts.joined(separator: style.delimiter))]
        case .bool, .number, .string:
            return [(name, encoding.encode(parameterText))]
        }
    }

    private func deepFields(named name: String, encoding: PercentEncoding) -> [(name: String, value: String)] {
        switch self {
        case .null: []
        case .object(let members):
            members.flatMap { $0.value.deepFields(named: "\(name)[\($0.name)]", encoding: encoding) }
        // OpenAPI defines no form for these: the index tells which members belong together.
        case .array(let elements) where elements.contains(where: \.isNested):
            elements.enumerated().flatMap { index, element in
                element.deepFields(named: "\(name)[\(index)]", encoding: encoding)
            }
        case .array(let elements):
            elements.flatMap { $0.deepFields(named: name, encoding: encoding) }
        case .bool, .number, .string:
            [(name, encoding.encode(parameterText))]
        }
    }

    /// The text of a path or header parameter: `simple`, `label` or `matrix`. Nil for null.
    func text(named name: String, style: ParameterStyle, explode: Bool, encode: (String) -> String) -> String? {
        if style == .json { return encode(jsonText) }
        let items: [String]
        switch self {
        case .null:
            return nil
        case .array(let elements):
            items = elements.map { encode($0.parameterText) }
        case .object(let members):
            let shown = members.filter { !$0.value.isNull }
            items =
                explode
                ? shown.map { "\(encode($0.name))=\(encode($0.value.parameterText))" }
                : shown.flatMap { [encode($0.name), encode($0.value.parameterText)] }
        case .bool, .number, .string:
            items = [encode(parameterText)]
        }
        switch style {
        case .label where items.isEmpty, .matrix where items.isEmpty:
            return ""
        case .label:
            return "." + items.joined(separator: explode ? "." : ",")
        case .matrix where explode && isObject:
            return items.map { ";" + ($0.hasSuffix(bytes: "=") ? String($0.dropLast()) : $0) }.joined()
        case .matrix:
            let values = explode ? items : [items.joined(separator: ",")]
            // An empty value has no `=` (RFC 6570 section 3.2.7).
            return values.map { $0.isEmpty ? ";\(name)" : ";\(name)=\($0)" }.joined()
        default:
            return items.joined(separator: ",")
        }
    }

    /// The value as one text. Nested values, for which OpenAPI defines no form, become JSON.
    var parameterText: String {
        scalarText ?? jsonText
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Whether the value is an array or an object.
    private var isNested: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}

extension ParameterStyle {
    fileprivate var delimiter: String {
        switch self {
        case .spaceDelimited: "%20"
        case .pipeDelimited: "%7C"
        default: ","
        }
    }
}
