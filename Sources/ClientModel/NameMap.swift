/// A string that equals another only where their bytes do: names that differ in Unicode normalisation are two.
struct Bytes: Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (a: Bytes, b: Bytes) -> Bool {
        // The first comparison is the fast one and settles nearly all; equal strings may still differ in bytes.
        a.text == b.text && a.text.utf8.elementsEqual(b.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Values by names of the document.
struct NameMap<Value> {
    private var values: [Bytes: Value] = [:]

    init() {}

    /// Of several values with one name the first counts.
    init(_ pairs: some Sequence<(String, Value)>) {
        for (name, value) in pairs where values[Bytes(name)] == nil { values[Bytes(name)] = value }
    }

    subscript(name: String) -> Value? {
        get { values[Bytes(name)] }
        set { values[Bytes(name)] = newValue }
    }
}
