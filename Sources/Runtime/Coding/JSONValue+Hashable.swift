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
