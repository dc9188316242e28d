/// Decodes the members of an object in a ``JSONIndex``.
struct JSONObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let json: JSONIndex
    private let object: Int

    fileprivate init(_ json: JSONIndex, _ object: Int) {
        self.json = json
        self.object = object
    }

    var codingPath: [any CodingKey] { json.path(to: object) }

    var allKeys: [Key] {
        var keys: [Key] = []
        keys.reserveCapacity(Int(json[object].count))
        var key = object + 1
        while key < json[object].next {
            if !json[key].isReplaced, let name = Key(stringValue: json.string(of: key)) { keys.append(name) }
            key = Int(json[key + 1].next)
        }
        return keys
    }

    /// The entry of a member's value; nil if there is none.
    private func find(_ name: String) -> Int? { json.value(of: name, in: object) }

    func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }

    private func index(_ key: Key) throws -> Int {
        if let index = find(key.stringValue) { return index }
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "The property is missing.")
        throw DecodingError.keyNotFound(key, context)
    }

    /// The entry of a member's value; nil if it is absent or null.
    private func indexIfPresent(_ key: Key) -> Int? {
        find(key.stringValue).flatMap { json.isNull($0) ? nil : $0 }
    }

    func decodeNil(forKey key: Key) throws -> Bool { json.isNull(try index(key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try json.bool(at: index(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try json.string(at: index(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try json.floatingPoint(at: index(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try json.floatingPoint(at: index(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try json.integer(at: index(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try json.integer(at: index(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try json.integer(at: index(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try json.integer(at: index(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try json.integer(at: index(key)) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try json.integer(at: index(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try json.integer(at: index(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try json.integer(at: index(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try json.integer(at: index(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try json.integer(at: index(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try json.integer(at: index(key)) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try json.integer(at: index(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if type == JSONObject.self, let value = JSONObject(json: json, index: object) as? Value { return value }
        return try json.value(type, at: index(key))
    }

    // The default implementations look up each key three times; these are the most frequent types.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try indexIfPresent(key).map { try json.bool(at: $0) }
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try indexIfPresent(key).map { try json.string(at: $0) }
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try indexIfPresent(key).map { try json.integer(at: $0) }
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try indexIfPresent(key).map { try json.floatingPoint(at: $0) }
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try indexIfPresent(key).map { try json.value(type, at: $0) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try json.container(keyedBy: type, at: index(key))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try JSONArrayContainer(json: json, index: index(key))
    }

    func superDecoder() throws -> any Decoder {
        guard let index = find("super") else {
            let context = DecodingError.Context(codingPath: codingPath, debugDescription: "The property is missing.")
            throw DecodingError.keyNotFound(AnyCodingKey("super"), context)
        }
        return JSONIndexDecoder(json: json, index: index)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        JSONIndexDecoder(json: json, index: try index(key))
    }
}

extension JSONIndex {
    /// The keyed container of an object.
    // Generated types use this key. Specializing saves a lookup of the container's type per object.
    @_specialize(where Key == AnyCodingKey)
    func container<Key: CodingKey>(keyedBy type: Key.Type, at index: Int) throws -> KeyedDecodingContainer<Key> {
        guard self[index].kind == .object else { throw mismatch([String: Any].self, at: index) }
        return KeyedDecodingContainer(JSONObjectContainer<Key>(self, index))
    }
}

/// An object of a ``JSONIndex``. The containers of this runtime decode one for any key, to avoid the standard library's
/// `allKeys`, which boxes each key.
struct JSONObject: Decodable {
    let json: JSONIndex
    let index: Int

    init(json: JSONIndex, index: Int) {
        self.json = json
        self.index = index
    }

    /// Fails: only the containers of this runtime can make one.
    init(from decoder: any Decoder) throws {
        throw DecodingError.typeMismatch(
            Self.self,
            .init(codingPath: [], debugDescription: "Only the decoder of this runtime has such an object.")
        )
    }

    /// Decodes all members except those with the given names.
    func members<Value: Decodable>(besides names: [String]) throws -> [String: Value] {
        var members: [String: Value] = [:]
        var key = index + 1
        while key < json[index].next {
            if !json[key].isReplaced {
                let name = json.string(of: key)
                if !names.has(name) { members[name] = try json.value(Value.self, at: key + 1) }
            }
            key = Int(json[key + 1].next)
        }
        return members
    }
}

/// Searches members of a large object by name: linearly, and after many misses with a dictionary.
struct JSONMemberSearch {
    private var misses = 0
    private var index: [BytewiseText: Int]?

    /// The entry of a member's value; nil if there is none.
    mutating func value(of name: String, in object: Int, of json: JSONIndex) -> Int? {
        if let index { return index[BytewiseText(name)] }
        if misses > 1_000 {
            let index = Self.makeIndex(of: object, in: json)
            self.index = index
            return index[BytewiseText(name)]
        }
        var name = name
        let found = name.withUTF8 { json.member($0, of: object) }
        misses += found.misses
        return found.value
    }

    private static func makeIndex(of object: Int, in json: JSONIndex) -> [BytewiseText: Int] {
        var index: [BytewiseText: Int] = [:]
        var key = object + 1
        while key < json[object].next {
            // Of repeated names the last counts.
            index[BytewiseText(json.string(of: key))] = key + 1
            key = Int(json[key + 1].next)
        }
        return index
    }
}
