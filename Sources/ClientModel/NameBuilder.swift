/// Puts the words of a name together.
struct NameBuilder {
    private var bytes: [UInt8] = []

    /// - Parameter capacity: How long the name is likely to be, in bytes.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity + 8)
    }

    var name: String { String(decoding: bytes, as: UTF8.self) }

    mutating func appendLowercased(_ word: Substring) {
        let start = bytes.count
        bytes.append(contentsOf: word.utf8)
        for index in start..<bytes.count {
            guard bytes[index] < 0x80 else {
                bytes.removeSubrange(start...)
                return bytes.append(contentsOf: word.lowercased().utf8)
            }
            if UInt8(ascii: "A")...UInt8(ascii: "Z") ~= bytes[index] { bytes[index] += 0x20 }
        }
    }

    /// The word with a capital, or all in capitals where it is an initialism.
    mutating func appendCapitalized(_ word: Substring) {
        if appendInitialism(word) { return }
        let head = word.utf8.prefix(2)
        if let first = head.first, head.allSatisfy({ $0 < 0x80 }) {
            let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= first
            bytes.append(isLower ? first - 0x20 : first)
            bytes.append(contentsOf: word.utf8.dropFirst())
        } else if let first = word.first {
            bytes.append(contentsOf: first.uppercased().utf8)
            bytes.append(contentsOf: word.dropFirst().utf8)
        }
    }

    private mutating func appendInitialism(_ word: Substring) -> Bool {
        guard let first = word.utf8.first else { return false }
        let letter = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first ? first + 0x20 : first
        let count = word.utf8.count
        let isSingular = Self.initialisms.mayContain(letter, count: count)
        guard isSingular || Self.pluralInitialisms.mayContain(letter, count: count) else { return false }
        let lower = word.lowercased()
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

/// Words to find. Most that are sought are none of them, which their first letter and length tell at once.
struct WordList {
    private let words: Set<String>
    /// By the first byte, a bit for each length.
    private let lengths: [UInt32]

    /// - Parameter words: In ASCII, each of less than 32 letters.
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

    /// False only where no word has this first byte and length in bytes. What is not ASCII may be written otherwise.
    func mayContain(_ first: UInt8, count: Int) -> Bool {
        first >= 0x80 || (count < 32 && lengths[Int(first)] & 1 << UInt32(count) != 0)
    }
}
