/// The encoder that fills an ``EncodingNode``.
struct NodeEncoder: Encoder {
    let node: EncodingNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(NodeKeyedContainer(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return NodeUnkeyedContainer(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        NodeValueContainer(node: node, codingPath: codingPath)
    }
}

private struct NodeKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: EncodingNode
    let codingPath: [any CodingKey]

    private func member(_ key: some CodingKey) -> NodeValueContainer {
        NodeValueContainer(node: node.member(key.stringValue), codingPath: codingPath + [key])
    }

    func encodeNil(forKey key: Key) throws { member(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: String, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try member(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try member(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: Int128, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) throws { member(key).encode(value) }
    func encode(_ value: UInt128, forKey key: Key) throws { member(key).encode(value) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try member(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        member(key).encoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        member(key).encoder.unkeyedContainer()
    }

    func superEncoder() -> any Encoder { member(AnyCodingKey("super")).encoder }
    func superEncoder(forKey key: Key) -> any Encoder { member(key).encoder }
}

private struct NodeUnkeyedContainer: UnkeyedEncodingContainer {
    let node: EncodingNode
    let codingPath: [any CodingKey]
    var count: Int { node.elementCount }

    private func element() -> NodeValueContainer {
        let key = AnyCodingKey(index: count)
        return NodeValueContainer(node: node.nextElement(), codingPath: codingPath + [key])
    }

    func encodeNil() throws { element().encodeNil() }
    func encode(_ value: Bool) throws { element().encode(value) }
    func encode(_ value: String) throws { element().encode(value) }
    func encode(_ value: Double) throws { try element().encode(value) }
    func encode(_ value: Float) throws { try element().encode(value) }
    func encode(_ value: Int) throws { element().encode(value) }
    func encode(_ value: Int8) throws { element().encode(value) }
    func encode(_ value: Int16) throws { element().encode(value) }
    func encode(_ value: Int32) throws { element().encode(value) }
    func encode(_ value: Int64) throws { element().encode(value) }
    func encode(_ value: Int128) throws { element().encode(value) }
    func encode(_ value: UInt) throws { element().encode(value) }
    func encode(_ value: UInt8) throws { element().encode(value) }
    func encode(_ value: UInt16) throws { element().encode(value) }
    func encode(_ value: UInt32) throws { element().encode(value) }
    func encode(_ value: UInt64) throws { element().encode(value) }
    func encode(_ value: UInt128) throws { element().encode(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try element().encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        element().encoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().encoder.unkeyedContainer() }
    func superEncoder() -> any Encoder { element().encoder }
}

private struct NodeValueContainer: SingleValueEncodingContainer {
    let node: EncodingNode
    let codingPath: [any CodingKey]

    var encoder: NodeEncoder { NodeEncoder(node: node, codingPath: codingPath) }

    private func set(_ value: some BinaryInteger) { node.set(.number(value.description)) }

    func encodeNil() { node.set(.null) }
    func encode(_ value: Bool) { node.set(.bool(value)) }
    func encode(_ value: String) { node.set(.string(value)) }
    func encode(_ value: Double) throws { try node.set(value, at: codingPath) }
    /// Converts by its shortest text: widening to `Double` would write digits that the value never had.
    func encode(_ value: Float) throws { try node.set(Double(value.description) ?? Double(value), at: codingPath) }
    func encode(_ value: Int) { set(value) }
    func encode(_ value: Int8) { set(value) }
    func encode(_ value: Int16) { set(value) }
    func encode(_ value: Int32) { set(value) }
    func encode(_ value: Int64) { set(value) }
    func encode(_ value: Int128) { set(value) }
    func encode(_ value: UInt) { set(value) }
    func encode(_ value: UInt8) { set(value) }
    func encode(_ value: UInt16) { set(value) }
    func encode(_ value: UInt32) { set(value) }
    func encode(_ value: UInt64) { set(value) }
    func encode(_ value: UInt128) { set(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try node.encode(value, at: codingPath) }
}
