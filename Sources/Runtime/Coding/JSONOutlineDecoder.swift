/// Decodes from one entry of a ``JSONOutline``.
struct JSONOutlineDecoder: Decoder {
    let outline: JSONOutline
    let index: Int

    var codingPath: [any CodingKey] { outline.path(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { outline.status.map { [.responseStatus: $0] } ?? [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try outline.container(keyedBy: type, at: index)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONArrayContainer(outline: outline, index: index)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension JSONOutlineDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { outline.isNull(index) }
    func decode(_ type: Bool.Type) throws -> Bool { try outline.bool(at: index) }
    func decode(_ type: String.Type) throws -> String { try outline.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try outline.floatingPoint(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try outline.floatingPoint(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try outline.integer(at: index) }
    func decode(_ type: Int8.Type) throws -> Int8 { try outline.integer(at: index) }
    func decode(_ type: Int16.Type) throws -> Int16 { try outline.integer(at: index) }
    func decode(_ type: Int32.Type) throws -> Int32 { try outline.integer(at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try outline.integer(at: index) }
    func decode(_ type: Int128.Type) throws -> Int128 { try outline.integer(at: index) }
    func decode(_ type: UInt.Type) throws -> UInt { try outline.integer(at: index) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try outline.integer(at: index) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try outline.integer(at: index) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try outline.integer(at: index) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try outline.integer(at: index) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try outline.integer(at: index) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try outline.value(type, at: index) }
}
