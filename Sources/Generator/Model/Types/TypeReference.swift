/// The Swift type of a value.
package indirect enum TypeReference: Sendable, Hashable {
    case string, bool, int, int64, uint64, double
    /// A timestamp in the format of RFC 3339.
    case date
    /// A date without a time.
    case day
    /// Bytes, in Base64 on the wire.
    case data
    case json
    /// The content of a file to upload.
    case file
    /// The content of a file to upload, or another value in its place.
    case fileOr(TypeReference)
    case array(TypeReference)
    case dictionary(TypeReference)
    case optional(TypeReference)
    case nullable(TypeReference)
    /// A type declared by the client, by qualified name.
    case named(String)

    /// Whether the JSON encoding differs from the type's own `Codable` conformance.
    package var isConverted: Bool {
        switch self {
        case .date, .data: true
        case .array(let inner), .dictionary(let inner), .optional(let inner), .nullable(let inner): inner.isConverted
        default: false
        }
    }

    /// Whether this is a file to upload, alone or with other values in its place.
    package var isUpload: Bool {
        switch self {
        case .file, .fileOr: true
        default: false
        }
    }

    /// Whether this is a list of files to upload.
    package var isUploadList: Bool { if case .array(let element) = self { element.isUpload } else { false } }

    /// Whether this is a dictionary of files to upload.
    package var isFileMap: Bool {
        if case .dictionary(let value) = self { value.isUpload || value.isUploadList } else { false }
    }

    /// The declared type that values contain inline; nil if there is none.
    package var storedName: String? {
        switch self {
        case .named(let name): name
        case .optional(let inner), .nullable(let inner): inner.storedName
        default: nil
        }
    }

    /// The outermost name of the declared type that this one contains; nil if there is none.
    var outermostName: Substring? {
        switch self {
        case .named(let name): name.prefix { $0 != "." }
        case .array(let inner), .dictionary(let inner), .optional(let inner), .nullable(let inner), .fileOr(let inner):
            inner.outermostName
        default: nil
        }
    }
}
