/// Decodes from one entry of a ``JSONIndex``.
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
