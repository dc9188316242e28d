/// A path into a JSON or YAML document (RFC 6901).
///
/// A pointer is a linked list from its last token to its first, so that appending a token shares the parent's tokens:
/// every object of a document has a pointer.
package struct JSONPointer: Sendable, CustomStringConvertible {
    private final class Step: Sendable {
        let before: Step?
        let token: String
        let count: Int

        init(_ token: String, after before: Step?) {
            self.before = before
            self.token = token
            count = (before?.count ?? 0) + 1
        }
    }

    private var last: Step?

    package var tokens: [String] {
        var tokens = [String](repeating: "", count: last?.count ?? 0)
        var step = last
        while let current = step {
            tokens[current.count - 1] = current.token
            step = current.before
        }
        return tokens
    }

    package init(_ tokens: [String] = []) {
        for token in tokens { last = Step(token, after: last) }
    }

    private init(_ last: Step) {
        self.last = last
    }

    /// Parses the text form, `/a/b~1c`. Returns nil if the text is neither empty nor starts with `/`, or if a `~` is
    /// not followed by `0` or `1`.
    package init?(parsing text: String) {
        guard !text.isEmpty else {
            self.init()
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard part.contains(UInt8(ascii: "~")) else {
                tokens.append(String(Substring(part)))
                continue
            }
            var bytes: [UInt8] = []
            var iterator = part.makeIterator()
            while let byte = iterator.next() {
                guard byte == UInt8(ascii: "~") else {
                    bytes.append(byte)
                    continue
                }
                switch iterator.next() {
                case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
                case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
                default: return nil
                }
            }
            tokens.append(String(decoding: bytes, as: UTF8.self))
        }
        self.init(tokens)
    }

    package func appending(_ token: String) -> JSONPointer { JSONPointer(Step(token, after: last)) }
    package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

    /// Returns the last of three tokens if the first two are the given ones: for `/components/schemas/Worker`,
    /// `components` and `schemas` it returns `Worker`.
    package func name(in first: String, _ second: String) -> String? {
        guard let last, last.count == 3, let before = last.before, before.token == second,
            before.before?.token == first
        else { return nil }
        return last.token
    }

    package var description: String {
        var length = 0
        var isEscaped = false
        var step = last
        while let current = step {
            length += current.token.utf8.count + 1
            isEscaped = isEscaped || current.token.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
            step = current.before
        }
        guard !isEscaped else { return escapedDescription }
        // Filled from the end, because the list starts with the last token.
        return String(unsafeUninitializedCapacity: length) { bytes in
            var end = length
            var step = last
            while let current = step {
                let start = end - current.token.utf8.count
                _ = bytes[start..<end].update(fromContentsOf: current.token.utf8)
                bytes[start - 1] = UInt8(ascii: "/")
                end = start - 1
                step = current.before
            }
            return length
        }
    }

    private var escapedDescription: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "0")]
                case UInt8(ascii: "/"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "1")]
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONPointer: Hashable {
    package static func == (a: JSONPointer, b: JSONPointer) -> Bool {
        a.last === b.last || a.tokens == b.tokens
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(tokens)
    }
}
