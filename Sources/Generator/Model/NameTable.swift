/// The names taken in one scope.
///
/// Of several that want the same name the first keeps it and the others get a number, in the order in which
/// they come. What wants another name does not take part, so adding it changes nothing.
package struct NameTable: Sendable {
    /// All of them as long as they are few, which most tables stay: to look through them is quicker than to hash.
    private var few: [String]
    /// All of them once they are many.
    private var many: Set<String> = []
    private static let largestFew = 16
    /// Where to go on counting for a name that was wanted before.
    private var nextNumbers: [String: Int] = [:]

    package init(reserved: [String] = []) {
        few = reserved
    }

    /// Takes the name, or the first free one of `name2`, `name3`, ….
    package mutating func claim(_ name: String) -> String {
        if take(name) { return name }
        var number = nextNumbers[name] ?? 2
        while true {
            let candidate = Self.separated(name, number)
            number += 1
            if take(candidate) {
                nextNumbers[name] = number
                return candidate
            }
        }
    }

    package func contains(_ name: String) -> Bool { many.isEmpty ? few.contains(name) : many.contains(name) }

    /// Returns false where the name is taken already.
    private mutating func take(_ name: String) -> Bool {
        guard many.isEmpty else { return many.insert(name).inserted }
        guard !few.contains(name) else { return false }
        few.append(name)
        if few.count > Self.largestFew {
            many = Set(few)
            few = []
        }
        return true
    }

    private static func separated(_ name: String, _ number: Int) -> String {
        guard let last = name.unicodeScalars.last, "0"..."9" ~= last else { return name + String(number) }
        return name + "_" + String(number)
    }

    /// Names that mean something to the generated code or to anyone who imports it. A type of the document
    /// with such a name gets `Model` behind it, whatever else is in the document.
    ///
    /// - Parameter isNested: Whether the type stands inside another, beside properties.
    package static func typeName(_ text: String, isNested: Bool = false) -> String {
        let name = isNested ? SwiftName.nestedType(text) : SwiftName.type(text)
        return reservedTypes.contains(name) ? name + "Model" : name
    }

    private static let reservedTypes: Set<String> = [
        // Swift
        "Actor", "Any", "AnyObject", "Array", "AsyncSequence", "AsyncStream", "Bool", "Character", "Clock", "Codable",
        "CodingKey", "Collection", "Comparable", "Copyable", "Decodable", "Decoder", "Dictionary", "Double",
        "Duration", "Encodable", "Encoder", "Equatable", "Error", "Escapable", "Float", "Hashable", "Hasher",
        "Identifiable", "Int", "Int16", "Int32", "Int64", "Int8", "Iterator", "IteratorProtocol", "KeyPath",
        "Mirror", "Never", "Optional", "Protocol", "RawRepresentable", "RawValue", "Regex", "Result", "Self",
        "Sendable",
        "Sequence", "Set", "String", "Substring", "Swift", "Task", "TaskGroup", "Type", "UInt", "UInt64", "UInt8",
        "Void",
        // Foundation
        "Bundle", "Calendar", "Data", "Date", "DateInterval", "Decimal", "FileHandle", "FileManager", "Foundation",
        "IndexPath", "JSONDecoder", "JSONEncoder", "Locale", "Measurement", "Notification", "Operation", "Process",
        "Progress", "Scanner", "Stream", "Thread", "TimeZone", "Timer", "URL", "URLRequest", "URLResponse",
        "URLSession", "UUID", "Unit",
        // The runtime and the client
        "APIClient", "APIError", "APIInfo", "APIRuntime", "APIKey", "CalendarDate", "CustomCoded", "CookieParameter",
        "FileDownload", "Endpoint", "Endpoints", "EventStream", "FileUpload", "FormField", "HTTPField", "HTTPFields",
        "HTTPRequest", "HTTPResponse", "HeaderParameter",
        "Indirect", "JSONCoding", "JSONValue", "MultipartPart", "Nullable", "ExtensibleEnum", "ExtensibleUnion",
        "DecodedEventStream",
        "AnyCodingKey",
        "QueryParameter", "RequestBody", "RequestOptions",
        "RequestPath", "SecurityScheme", "ServerSentEvent", "APIMetadata", "Transport",
        "OriginalEncodings",
    ]
}
