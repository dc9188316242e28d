/// Finds secrets in texts and replaces them, however they are escaped there: as they are, percent-encoded, as JSON or as HTML
/// writes them, or several of these.
struct SecretMatcher: Sendable {
    /// The longest first: a secret may be a part of another one.
    private let secrets: [[UInt8]]
    /// Shorter secrets count only where they stand alone: a PIN would occur in every other number.
    private let shortLength: Int

    /// - Parameter shortLength: From how many bytes on a secret also counts within a word.
    init(_ secrets: some Sequence<String>, shortLength: Int = 0) {
        self.secrets = Set(secrets).filter { !$0.isEmpty }.map { Array($0.utf8) }
            .sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
        self.shortLength = shortLength
    }

    var isEmpty: Bool { secrets.isEmpty }

    /// A text with ``Redaction/placeholder`` for each secret. Where an excerpt ends (`…`) within one, its beginning counts.
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

    /// Whether there is a secret in a text.
    func isFound(in text: String) -> Bool {
        redact(text) != text
    }

    /// Where a secret ends that begins at a place.
    private func end(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for secret in secrets {
            // Most places are told by one look.
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
