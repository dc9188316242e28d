/// Joins words to a name.
struct NameBuilder {
    private var bytes: [UInt8] = []

    /// - Parameter capacity: The expected length in bytes.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity + 8)
    }

    var name: String { String(decoding: bytes, as: UTF8.self) }

    // The words are UTF-8. ASCII is handled here, because Unicode properties are slow.

    mutating func appendLowercased(_ word: UnsafeBufferPointer<UInt8>) {
        if word.allSatisfy({ $0 < 0x80 }) {
            bytes.append(contentsOf: word.lazy.map(Self.lowercased))
        } else {
            bytes.append(contentsOf: String(decoding: word, as: UTF8.self).lowercased().utf8)
        }
    }

    /// Appends the word with a capital first letter, or in capitals if it is an initialism.
    mutating func appendCapitalized(_ word: UnsafeBufferPointer<UInt8>) {
        guard let first = word.first, !appendInitialism(word) else { return }
        if word.prefix(2).allSatisfy({ $0 < 0x80 }) {
            bytes.append(Self.uppercased(first))
            bytes.append(contentsOf: word.dropFirst())
        } else {
            let text = String(decoding: word, as: UTF8.self)
            bytes.append(contentsOf: text.prefix(1).uppercased().utf8)
            bytes.append(contentsOf: text.dropFirst().utf8)
        }
    }

    /// A quick test that rules out most words by first letter and length.
    static func mayBeInitialism(_ first: UInt8, count: Int) -> Bool {
        initialisms.mayContain(lowercased(first), count: count)
            || pluralInitialisms.mayContain(lowercased(first), count: count)
    }

    private mutating func appendInitialism(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = word.first, Self.mayBeInitialism(first, count: word.count) else { return false }
        let lower = String(decoding: word, as: UTF8.self).lowercased()
        if Self.initialisms.contains(lower) {
            bytes.append(contentsOf: lower.uppercased().utf8)
        } else if Self.pluralInitialisms.contains(lower) {
            bytes.append(contentsOf: lower.dropLast().uppercased().utf8)
            bytes.append(UInt8(ascii: "s"))
        } else {
            return false
        }
        return true
    }

    private static func lowercased(_ letter: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= letter ? letter + 0x20 : letter
    }

    private static func uppercased(_ letter: UInt8) -> UInt8 {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter ? letter - 0x20 : letter
    }

    private static let initialisms = WordList([
        "api", "ascii", "cpu", "css", "csv", "dns", "eof", "eur", "gif", "gpu", "guid", "html", "http", "https", "id",
        "ip", "jpeg", "json", "jwt", "mime", "os", "pdf", "png", "ram", "rpc", "sdk", "sha", "sms", "sql", "sse",
        "ssh", "ssl", "svg", "tcp", "tls", "ttl", "udp", "ui", "uri", "url", "usd", "utc", "utf", "uuid", "vm", "xml",
        "yaml",
    ])

    private static let pluralInitialisms = WordList([
        "apis", "cpus", "gpus", "ids", "ips", "pdfs", "sdks", "uris", "urls", "uuids", "vms",
    ])
}

/// A set of words that rejects most other words by first byte and length.
struct WordList {
    private let words: Set<String>
    /// For each first byte, one bit per word length.
    private let lengths: [UInt32]

    /// - Parameter words: ASCII words of less than 32 letters.
    init(_ words: Set<String>) {
        var lengths = [UInt32](repeating: 0, count: 0x80)
        for word in words {
            if let first = word.utf8.first, first < 0x80 { lengths[Int(first)] |= 1 << UInt32(word.utf8.count) }
        }
        self.words = words
        self.lengths = lengths
    }

    func contains(_ word: String) -> Bool {
        guard let first = word.utf8.first, mayContain(first, count: word.utf8.count) else { return false }
        return words.contains(word)
    }

    /// Returns false only if no word has this first byte and length. Non-ASCII words may match a word in another case.
    func mayContain(_ first: UInt8, count: Int) -> Bool {
        first >= 0x80 || (count < 32 && lengths[Int(first)] & 1 << UInt32(count) != 0)
    }
}
