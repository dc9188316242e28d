/// Any JSON value.
///
/// Use it where the API document does not define the type, and for data of a newer server that this version has no type
/// for. Otherwise use the generated type.
///
/// ```swift
/// let value: JSONValue = ["type": "cron", "every": [1, 2.5, nil], "on": true]
/// value["every"]?[0]?.intValue        // 1
/// try value.decode(Settings.self)
/// ```
///
/// Values are equal if they represent the same JSON: neither the order of members nor the spelling of numbers counts.
/// Of repeated names the last member counts; names that differ only in Unicode normalization are one key of a
/// `Dictionary`. Generated types distinguish them.
///
/// JSON can contain a lone surrogate (`"cut \ud83d"`), which `String` cannot. The accessors and `==` treat it as
/// U+FFFD; encoding restores it. In the payload of a matched `case`, invisible variation selectors after U+FFFD
/// identify it.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without loss of precision.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, encoded with its keys sorted.
    case object([String: JSONValue])
}

extension JSONValue {
    /// Whether this is `null`.
    public var isNull: Bool {
        self == .null
    }

    /// The Boolean; nil for other values.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an `Int`; nil if this is not a whole number or does not fit.
    public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The number as the nearest `Double`; nil for other values.
    public var doubleValue: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    /// The string; nil for other values.
    public var stringValue: String? {
        if case .string(let value) = self { LoneSurrogate.plain(value) } else { nil }
    }

    /// The elements of an array; nil for other values.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members of an object; nil for other values.
    public var objectValue: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member with a name. Reading returns nil if this is not an object or has no such member. Writing changes only
    /// objects; writing nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key] ?? LoneSurrogate.key(like: key, among: members).flatMap { members[$0] }
        }
        set {
            guard case .object(var members) = self else { return }
            self = .null
            members[LoneSurrogate.key(like: key, among: members) ?? key] = newValue
            self = .object(members)
        }
    }

    /// The element at an index; nil if this is not an array or has no such element.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Creates `null`.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// Creates a Boolean from a literal.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// Creates a number from an integer literal.
    public init(integerLiteral value: Int128) {
        self = .number(JSONNumber(value))
    }

    /// Creates a number from a floating-point literal.
    public init(floatLiteral value: Double) {
        self = .number(JSONNumber(value))
    }

    /// Creates a string from a literal.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// Creates an array from a literal.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// Creates an object from a literal; of repeated keys the last counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON text with sorted keys.
    public var description: String {
        guard let bytes = try? JSONCoding.encode(self) else { return "<not representable as JSON>" }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONValue: Hashable {
    /// Compares JSON values; a lone surrogate equals U+FFFD.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)):
            left == right || LoneSurrogate.plain(left) == LoneSurrogate.plain(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left == right || LoneSurrogate.plainKeys(of: left) == LoneSurrogate.plainKeys(of: right)
        default: false
        }
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(LoneSurrogate.plain(value))
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(LoneSurrogate.plainKeys(of: members))
        }
    }

    /// Whether the value contains lone surrogates.
    var hasLoneSurrogates: Bool {
        switch self {
        case .null, .bool, .number: false
        case .string(let text): LoneSurrogate.isMarked(text)
        case .array(let elements): elements.contains { $0.hasLoneSurrogates }
        case .object(let members):
            members.contains { LoneSurrogate.isMarked($0.key) || $0.value.hasLoneSurrogates }
        }
    }
}
