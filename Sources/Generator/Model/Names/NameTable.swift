import HandingerGeneratorDiagnostics

/// The names taken in one scope.
///
/// The first to claim a name gets it; later ones get a number in the order of their claims. Other names are not
/// affected, so additions to a document do not rename them.
package struct NameTable: Sendable {
    /// The names, while they are few: a linear search is then faster than hashing.
    private var few: [String]
    /// The names, once they are many.
    private var many: Set<String> = []
    private static let largestFew = 16
    /// The next number to try for each name.
    private var nextNumbers: [String: Int] = [:]

    package init(reserved: [String] = []) {
        few = reserved
    }

    /// Claims the name or the first free one of `name2`, `name3`, ….
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

    /// Returns false if the name is taken.
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

    /// A type name that is not reserved by the generated code or common imports. A reserved name gets the suffix
    /// `Model`, regardless of the rest of the document.
    ///
    /// - Parameter isNested: Whether the type is nested in another, next to its properties.
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
        "FileDownload", "Endpoint", "Endpoints", "EventStream", "FileOrValue", "FileUpload", "FormField", "HTTPField",
        "HTTPFields",
        "HTTPRequest", "HTTPResponse", "HeaderParameter",
        "Indirect", "JSONCoding", "JSONValue", "MultipartPart", "Nullable", "ExtensibleEnum", "ExtensibleUnion",
        "DecodedEventStream",
        "AnyCodingKey",
        "QueryParameter", "RequestBody", "RequestOptions",
        "RequestPath", "SecurityScheme", "ServerSentEvent", "APIMetadata", "Transport",
        "OriginalEncodings",
    ]
}

/// A dictionary with names of the document as keys.
struct NameMap<Value> {
    private var values: [ByteKey: Value] = [:]

    init() {}

    /// Keeps the first of several values with the same name.
    init(_ pairs: some Sequence<(String, Value)>) {
        values.reserveCapacity(pairs.underestimatedCount)
        for (name, value) in pairs where values[ByteKey(name)] == nil { values[ByteKey(name)] = value }
    }

    subscript(name: String) -> Value? {
        get { values[ByteKey(name)] }
        set { values[ByteKey(name)] = newValue }
    }

    subscript(name: String, default value: @autoclosure () -> Value) -> Value {
        get { values[ByteKey(name), default: value()] }
        _modify { yield &values[ByteKey(name), default: value()] }
    }
}
