import APIRuntime

extension JSONTree {
    /// Parses a response body. Ill-formed UTF-8 becomes U+FFFD, so that the rest stays readable.
    init(body: [UInt8]) throws(JSONReadingError) {
        do {
            try self.init(parsing: body)
        } catch {
            try self.init(parsing: Self.repaired(body, error))
        }
    }

    /// Parses a response body that is a sequence of values, such as JSON Lines.
    static func sequence(body: [UInt8]) throws(JSONReadingError) -> [JSONTree] {
        do {
            return try sequence(parsing: body)
        } catch {
            return try sequence(parsing: repaired(body, error))
        }
    }

    private static func repaired(_ body: [UInt8], _ error: JSONReadingError) throws(JSONReadingError) -> [UInt8] {
        guard String(validating: body, as: UTF8.self) == nil else { throw error }
        return Array(String(decoding: body, as: UTF8.self).utf8)
    }

    /// The member with a name.
    subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    var isContainer: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }

    /// The kind of the value, for messages.
    var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "a map"
        }
    }
}
