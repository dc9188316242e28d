/// Any JSON value.
///
/// Use it where the API document leaves the shape open, and to look at what a newer server sent that this version has
/// no type for. Where the document names a shape, the generated type is better.
///
/// ```swift
/// let value: JSONValue = ["type": "cron", "every": [1, 2.5, nil], "on": true]
/// value["every"]?[0]?.intValue        // 1
/// try value.decode(Settings.self)
/// ```
///
/// Two values are equal when they are the same JSON: the order of an object's members does not count, nor does the
/// spelling of a number. Of members of one name the last counts; as keys of a `Dictionary`, names that differ only in
/// Unicode normalization are one name. Generated types tell those apart.
///
/// JSON can hold half of a UTF-16 pair (`"cut \ud83d"`), which a `String` cannot. The accessors and `==` take it for U+FFFD;
/// it is written back as it was read. In the payload of a `case` that is matched directly, invisible selectors behind U+FFFD
/// tell which half it was.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number; integers are exact.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; written with its keys in sorted order.
    case object([String: JSONValue])
}

extension JSONValue {
    /// Whether this is `null`.
    public var isNull: Bool {
        self == .null
    }

    /// The Boolean, if this is one.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an `Int`, if this is a number that is whole and fits.
    public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The number as the nearest `Double`, if this is a number.
    public var doubleValue: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    /// The string, if this is one.
    public var stringValue: String? {
        if case .string(let value) = self { LoneSurrogate.plain(value) } else { nil }
    }

    /// The elements, if this is an array.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if this is an object.
    public var objectValue: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of that name. Reading gives nil where this is no object or has no such member; writing into
    /// anything but an object does nothing, and writing nil removes the member.
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

    /// The element at an index; nil where this is no array or has no such element.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// `null` from `nil`.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// A Boolean from a literal.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// A number from an integer literal.
    public init(integerLiteral value: Int128) {
        self = .number(JSONNumber(value))
    }

    /// A number from a floating-point literal.
    public init(floatLiteral value: Double) {
        self = .number(JSONNumber(value))
    }

    /// A string from a literal.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// An array from a literal.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// An object from a literal; of equal keys the last one counts.
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
    /// Whether both are the same JSON; a lone surrogate counts as U+FFFD.
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

    /// Adds the value.
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

    /// Whether lone surrogates are kept in it.
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
