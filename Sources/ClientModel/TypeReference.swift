/// The Swift type of a value.
package indirect enum TypeReference: Sendable, Hashable {
    case string, bool, int, int64, uint64, double
    /// RFC 3339 text on the wire.
    case date
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

    /// As it is written in Swift.
    package var source: String {
        switch self {
        case .string: "String"
        case .bool: "Bool"
        case .int: "Int"
        case .int64: "Int64"
        case .uint64: "UInt64"
        case .double: "Double"
        case .date: "Date"
        case .data: "Data"
        case .json: "JSONValue"
        case .file: "FileUpload"
        case .array(let element): "[\(element.source)]"
        case .dictionary(let value): "[String: \(value.source)]"
        case .optional(let wrapped): "\(wrapped.source)?"
        case .nullable(let wrapped): "Nullable<\(wrapped.source)>"
        case .named(let name): name
        }
    }

    /// Whether the value's JSON form is another than the one its own `Codable` gives it.
    package var isConverted: Bool {
        switch self {
        case .date, .data: true
        case .array(let inner), .dictionary(let inner), .optional(let inner), .nullable(let inner): inner.isConverted
        default: false
        }
    }

    /// The declared type that a value of this one holds in place, not behind a reference.
    package var storedName: String? {
        switch self {
        case .named(let name): name
        case .optional(let inner), .nullable(let inner): inner.storedName
        default: nil
        }
    }

    /// The declared type at the bottom of arrays, maps and optionals.
    package var innermostName: String? {
        switch self {
        case .named(let name): name
        case .optional(let inner), .nullable(let inner), .array(let inner), .dictionary(let inner):
            inner.innermostName
        default: nil
        }
    }
}
