#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Says in words for people why something failed.
package enum FailureReason {
    /// The description of an error: its own for people, the system's, or the error as it prints.
    package static func text(of error: any Error) -> String {
        if let text = (error as? any LocalizedError)?.errorDescription { return text }
        // Errors of files hold that of the system.
        let system = error as? POSIXError ?? (error as? CocoaError)?.underlying as? POSIXError
        return system?.reason ?? "\(error)"
    }
}

/// A bounded piece of a text, so that a message stays readable however long the text is.
enum Excerpt {
    static func of(_ text: String, limit: Int = 200) -> String {
        let head = text.prefix(limit)
        return head.endIndex == text.endIndex ? text : head + "…"
    }

    static func of(_ bytes: [UInt8], limit: Int = 200) -> String {
        // A character has at most a few bytes; a bounded prefix keeps a huge body from being decoded for its head.
        let head = bytes.prefix(limit * 8)
        let text = String(decoding: head, as: UTF8.self)
        return head.count < bytes.count ? text.prefix(limit) + "…" : of(text, limit: limit)
    }
}
