package import HandingerGeneratorDiagnostics

/// The members of a mapping in document order. Keys are compared byte by byte, as YAML does:
/// two that differ in Unicode normalisation are two. Looking up a key takes constant time, however many there are.
package struct Mapping: Sendable, RandomAccessCollection {
    package struct Entry: Sendable {
        /// The text of the key: `200` and `"200"` are both `200`.
        package let key: String
        /// Differs for most keys that do.
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

    /// In document order, each key once. Setting it builds the index anew.
    package var entries: [Entry] {
        didSet { index = Self.index(of: entries) }
    }

    /// Where each key stands; nil for a mapping that is searched faster without.
    private var index: [ByteKey: Int]?

    static let largestUnindexedCount = 16

    package init(_ entries: [Entry] = []) {
        self.entries = entries
        index = Self.index(of: entries)
    }

    /// With an index that is already there.
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

    /// Where a key stands among few.
    static func position(of key: String, in entries: UnsafeBufferPointer<Entry>) -> Int? {
        let fingerprint = ByteKey.fingerprint(of: key)
        // By index: to take a member out of the list copies all that it is made of.
        return entries.indices.first {
            entries[$0].keyFingerprint == fingerprint && ByteKey.areEqual(entries[$0].key, key)
        }
    }

    private static func index(of entries: [Entry]) -> [ByteKey: Int]? {
        guard entries.count > largestUnindexedCount else { return nil }
        return Dictionary(entries.indices.map { (ByteKey(entries[$0].key), $0) }) { first, _ in first }
    }
}
