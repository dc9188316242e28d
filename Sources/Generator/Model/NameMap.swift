import HandingerGeneratorDiagnostics

/// Values by names of the document.
struct NameMap<Value> {
    private var values: [ByteKey: Value] = [:]

    init() {}

    var count: Int { values.count }

    /// Of several values with one name the first counts.
    init(_ pairs: some Sequence<(String, Value)>) {
        values.reserveCapacity(pairs.underestimatedCount)
        for (name, value) in pairs where values[ByteKey(name)] == nil { values[ByteKey(name)] = value }
    }

    subscript(name: String) -> Value? {
        get { values[ByteKey(name)] }
        set { values[ByteKey(name)] = newValue }
    }
}
