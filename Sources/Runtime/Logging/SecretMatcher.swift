/// Finds and replaces secrets in text, whether plain, percent-encoded, or escaped as JSON or HTML, or several of these.
struct SecretMatcher: Sendable {
    /// The secrets, longest first, because one may contain another.
    private let secrets: [[UInt8]]
    /// The length below which a secret matches only as a whole word: a PIN would occur in many numbers.
    private let shortLength: Int

    /// - Parameter shortLength: The number of bytes from which a secret also matches within a word.
    init(_ secrets: some Sequence<String>, shortLength: Int = 0) {
        self.secrets = Set(secrets).filter { !$0.isEmpty }.map { Array($0.utf8) }
            .sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
        self.shortLength = shortLength
    }

    var isEmpty: Bool { secrets.isEmpty }

    /// Replaces each secret with ``Redaction/placeholder``. A secret that is cut off by the end of an excerpt (`…`)
    /// matches too.
    func redact(_ text: String) -> String {
        guard !secrets.isEmpty, !text.isEmpty else { return text }
        var text = text
        let redacted = text.withUTF8 { bytes -> [UInt8]? in
            var output: [UInt8] = []
            var (start, index) = (0, 0)
            while index < bytes.count {
                guard let end = end(at: index, in: bytes) else {
                    index += 1
                    continue
                }
                output += bytes[start..<index]
                output += Redaction.placeholder.utf8
                (start, index) = (end, end)
            }
            return start == 0 ? nil : output + bytes[start...]
        }
        return redacted.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Whether a text contains a secret.
    func isFound(in text: String) -> Bool {
        redact(text) != text
    }

    /// The end index of a secret that starts at an index; nil if there is none.
    private func end(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for secret in secrets {
            // The first byte rules out most positions.
            if bytes[index] != secret[0], !EscapedBytes.isEscape(bytes[index]) { continue }
            guard let end = EscapedBytes(bytes).end(of: secret[...], at: index) else { continue }
            if secret.count >= shortLength || !isWithinWord(index..<end, of: bytes) { return end }
        }
        return nil
    }

    private func isWithinWord(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        func isWord(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let byte = bytes[index]
            return byte >= 0x80 || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_")
        }
        return isWord(range.lowerBound - 1) || isWord(range.upperBound)
    }
}
