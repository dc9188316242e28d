#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A secret that never prints itself: not by `print`, `dump`, reflection, a debugger's summary or an error message.
///
/// ```swift
/// let key: APIKey = "hdg_live_…"
/// print(key)          // <redacted>
/// key.reveal()        // the secret
/// ```
public struct APIKey: Hashable, Sendable {
    private let secret: String

    /// Wraps a secret.
    public init(_ secret: String) {
        self.secret = secret
    }

    /// Returns the secret.
    public func reveal() -> String {
        secret
    }

    /// The reason that a header cannot carry this secret; nil if it can.
    var problem: String? {
        if secret.trimmingWhitespace.isEmpty { return "is blank" }
        if secret.contains(anyByteOf: "\r\n") { return "contains a line break" }
        if !secret.trimmingWhitespace.hasSameBytes(as: secret) { return "starts or ends with white space" }
        if secret.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "contains a control character" }
        return nil
    }
}

extension APIKey: ExpressibleByStringLiteral {
    /// Wraps a secret, for tests and samples: a real secret has no place in source code.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    public var description: String { "<redacted>" }

    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

extension APIKey {
    /// The texts that reveal the secret: the secret, its encoding in ``SecurityScheme/basic``, and the password in it.
    var spellings: [String] {
        let secret = reveal()
        return [secret] + AppliedCredentials.secrets(inBasic: Data(secret.utf8).base64EncodedString())
    }
}
