/// An enumeration that the server may extend.
///
/// Unlike a Swift `enum` it also holds values that this version does not know, and encodes them unchanged. Compare with
/// `==` or a `switch` over the static members with a `default`.
///
/// ```swift
/// switch worker.status {
/// case .completed: …
/// case .failed: …
/// default: print("new status \(worker.status)")
/// }
/// ```
public protocol ExtensibleEnum: RawRepresentable, Codable, Hashable, Sendable, CustomStringConvertible
where RawValue: Codable & Hashable & Sendable {
    /// Makes a value, known or unknown.
    init(rawValue: RawValue)

    /// The values that the API document names.
    static var knownValues: [Self] { get }
}

extension ExtensibleEnum {
    /// Whether the API document names this value.
    public var isKnown: Bool {
        Self.knownValues.contains(self)
    }

    /// The raw value as text.
    public var description: String {
        String(describing: rawValue)
    }

    /// Decodes any value of the raw type.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(RawValue.self))
    }

    /// Encodes the raw value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
