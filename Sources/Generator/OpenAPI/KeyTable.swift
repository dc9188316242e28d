internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

/// A dictionary with a fixed set of keys. It compares precomputed fingerprints by binary search instead of hashing,
/// because most keys of a document are looked up here.
struct KeyTable<Value: Sendable>: Sendable {
    private let fingerprints: [UInt64]
    private let members: [(key: String, value: Value)]

    init(_ members: [(key: String, value: Value)]) {
        let sorted = members.map { (fingerprint: ByteKey.fingerprint(of: $0.key), member: $0) }
            .sorted { $0.fingerprint < $1.fingerprint }
        fingerprints = sorted.map(\.fingerprint)
        self.members = sorted.map(\.member)
    }

    /// The value for the key of a mapping entry.
    subscript(entry: Mapping.Entry) -> Value? {
        let fingerprint = entry.keyFingerprint
        var (low, high) = (0, fingerprints.count)
        while low < high {
            let middle = (low + high) / 2
            if fingerprints[middle] < fingerprint { low = middle + 1 } else { high = middle }
        }
        while low < fingerprints.count, fingerprints[low] == fingerprint {
            if ByteKey.areEqual(members[low].key, entry.key) { return members[low].value }
            low += 1
        }
        return nil
    }
}
