/// The Swift type of a value.
package indirect enum TypeReference: Sendable, Hashable {
    case string, bool, int, int64, uint64, double
    /// RFC 3339 text on the wire.
    case date
    /// A day without a time, as text.
    case day
    /// Base64 text on the wire.
    case data
    case json
    /// The contents of a file to upload.
    case file
    case array(TypeReference)
    case dictionary(TypeReference)
    case optional(TypeReference)
    case nullable(TypeReference)
    /// A type that this client declares, by its qualified name.
    case named(String)

    /// Whether the value's JSON form is another than the one its own `Codable` gives it.
    package var isConverted: Bool {
        switch self {
        case .date, .data: true
        case .array(let inner), .dictionary(let inner), .optional(let inner), .nullable(let inner): inner.isConverted
        default: false
        }
    }

    /// Whether this is a dictionary of files to upload.
    package var isFileMap: Bool {
        self == .dictionary(.file) || self == .dictionary(.array(.file))
    }

    /// The declared type that a value of this one holds in place, not behind a reference.
    package var storedName: String? {
        switch self {
        case .named(let name): name
        case .optional(let inner), .nullable(let inner): inner.storedName
        default: nil
        }
    }
}
