import HandingerGeneratorDiagnostics

/// A dictionary with names of the document as keys.
struct NameMap<Value> {
    private var values: [ByteKey: Value] = [:]

    init() {}

    var count: Int { values.count }

    /// Keeps the first of several values with the same name.
    init(_ pairs: some Sequence<(String, Value)>) {
        values.reserveCapacity(pairs.underestimatedCount)
        for (name, value) in pairs where values[ByteKey(name)] == nil { values[ByteKey(name)] = value }
    }

    subscript(name: String) -> Value? {
        get { values[ByteKey(name)] }
        set { values[ByteKey(name)] = newValue }
    }
}
