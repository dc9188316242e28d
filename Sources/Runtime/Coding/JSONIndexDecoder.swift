/// Decodes one entry of a ``JSONIndex``.
struct JSONIndexDecoder: Decoder {
    let json: JSONIndex
    let index: Int

    var codingPath: [any CodingKey] { json.path(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { json.status.map { [.responseStatus: $0] } ?? [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try json.container(keyedBy: type, at: index)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONArrayContainer(json: json, index: index)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension JSONIndexDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { json.isNull(index) }
    func decode(_ type: Bool.Type) throws -> Bool { try json.bool(at: index) }
    func decode(_ type: String.Type) throws -> String { try json.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try json.floatingPoint(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try json.floatingPoint(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try json.integer(at: index) }
    func decode(_ type: Int8.Type) throws -> Int8 { try json.integer(at: index) }
    func decode(_ type: Int16.Type) throws -> Int16 { try json.integer(at: index) }
    func decode(_ type: Int32.Type) throws -> Int32 { try json.integer(at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try json.integer(at: index) }
    func decode(_ type: Int128.Type) throws -> Int128 { try json.integer(at: index) }
    func decode(_ type: UInt.Type) throws -> UInt { try json.integer(at: index) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try json.integer(at: index) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try json.integer(at: index) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try json.integer(at: index) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try json.integer(at: index) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try json.integer(at: index) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try json.value(type, at: index) }
}

/// Decodes the elements of an array in a ``JSONIndex``.
struct JSONArrayContainer: UnkeyedDecodingContainer {
    private let json: JSONIndex
    private let array: Int
    private var element: Int
    private(set) var currentIndex = 0

    init(json: JSONIndex, index: Int) throws {
        guard json[index].kind == .array else { throw json.mismatch([Any].self, at: index) }
        self.json = json
        array = index
        element = index + 1
    }

    var codingPath: [any CodingKey] { json.path(to: array) }
    var count: Int? { Int(json[array].count) }
    var isAtEnd: Bool { element >= json[array].next }

    /// Reads the next element, and advances if that succeeds.
    private mutating func next<Value>(_ read: (JSONIndex, Int) throws -> Value) throws -> Value {
        guard !isAtEnd else {
            let context = DecodingError.Context(
                codingPath: codingPath + [AnyCodingKey(index: currentIndex)],
                debugDescription: "The array has no further element."
            )
            throw DecodingError.valueNotFound(Value.self, context)
        }
        let value = try read(json, element)
        element = Int(json[element].next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, json.isNull(element) else { return false }
        return try next { _, _ in true }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.bool(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try next { try $0.string(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.floatingPoint(at: $1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.floatingPoint(at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try next { try $0.integer(at: $1) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next { try $0.value(type, at: $1) }
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next { try $0.container(keyedBy: type, at: $1) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try JSONArrayContainer(json: $0, index: $1) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try next { JSONIndexDecoder(json: $0, index: $1) }
    }
}
