/// A path into a JSON or YAML document (RFC 6901).
///
/// Appending shares what is already there: every object of a document has a pointer, and most of a pointer is that
/// of the object around it.
package struct JSONPointer: Sendable, CustomStringConvertible {
    private enum Storage: Sendable {
        case tokens([String])
        case child(Child)
    }

    private final class Child: Sendable {
        let parent: JSONPointer
        let token: String

        init(parent: JSONPointer, token: String) {
            self.parent = parent
            self.token = token
        }
    }

    private var storage: Storage

    package var tokens: [String] {
        get {
            var pointer = self
            var appended: [String] = []
            while case .child(let child) = pointer.storage {
                appended.append(child.token)
                pointer = child.parent
            }
            guard case .tokens(let base) = pointer.storage else { return appended.reversed() }
            return appended.isEmpty ? base : base + appended.reversed()
        }
        set { storage = .tokens(newValue) }
    }

    package init(_ tokens: [String] = []) {
        storage = .tokens(tokens)
    }

    private init(parent: JSONPointer, token: String) {
        storage = .child(Child(parent: parent, token: token))
    }

    /// Reads the text form, `/a/b~1c`. Returns nil where it is neither empty nor starts with `/`,
    /// or where a `~` is followed by anything but `0` or `1`.
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

    package func appending(_ token: String) -> JSONPointer { JSONPointer(parent: self, token: token) }
    package func appending(_ index: Int) -> JSONPointer { JSONPointer(parent: self, token: String(index)) }

    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
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
        if case .child(let x) = a.storage, case .child(let y) = b.storage, x === y { return true }
        return a.tokens == b.tokens
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(tokens)
    }
}
