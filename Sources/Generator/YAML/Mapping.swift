package import HandingerGeneratorDiagnostics

/// The members of a mapping in document order. Keys are compared byte by byte, as YAML requires: keys that differ in
/// Unicode normalisation are different. Looking up a key takes constant time.
package struct Mapping: Sendable, RandomAccessCollection {
    package struct Entry: Sendable {
        /// The text of the key: both `200` and `"200"` give `200`.
        package let key: String
        /// ``ByteKey/fingerprint(of:)`` of the key.
        package let keyFingerprint: UInt64
        package var keyLocation: SourceLocation
        package var value: Node

        package init(key: String, keyLocation: SourceLocation, value: Node) {
            self.key = key
            keyFingerprint = ByteKey.fingerprint(of: key)
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    /// The members in document order, with unique keys. Setting them rebuilds the index.
    package var entries: [Entry] {
        didSet { index = Self.index(of: entries) }
    }

    /// The index of each key; nil for a mapping small enough for a linear search.
    private var index: [ByteKey: Int]?

    static let largestUnindexedCount = 16

    package init(_ entries: [Entry] = []) {
        self.entries = entries
        index = Self.index(of: entries)
    }

    /// - Parameter index: The index of each key if it is known already.
    init(_ entries: [Entry], index: [ByteKey: Int]?) {
        self.entries = entries
        self.index = index
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }
    package subscript(position: Int) -> Entry { entries[position] }
    package func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }

    package func entry(_ key: String) -> Entry? { position(of: key).map { entries[$0] } }

    package subscript(key: String) -> Node? { position(of: key).map { entries[$0].value } }

    private func position(of key: String) -> Int? {
        if let index { return index[ByteKey(key)] }
        return entries.withUnsafeBufferPointer { Self.position(of: key, in: $0) }
    }

    /// The index of a key, found by a linear search.
    static func position(of key: String, in entries: UnsafeBufferPointer<Entry>) -> Int? {
        let fingerprint = ByteKey.fingerprint(of: key)
        // Through indices: iterating over the elements would retain each of them.
        return entries.indices.first {
            entries[$0].keyFingerprint == fingerprint && ByteKey.areEqual(entries[$0].key, key)
        }
    }

    private static func index(of entries: [Entry]) -> [ByteKey: Int]? {
        guard entries.count > largestUnindexedCount else { return nil }
        return Dictionary(entries.indices.map { (ByteKey(entries[$0].key), $0) }) { first, _ in first }
    }
}
