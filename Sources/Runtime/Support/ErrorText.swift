#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Describes errors for people.
package enum FailureReason {
    /// The localized description of an error, the system's description, or the error as it prints.
    package static func text(of error: any Error) -> String {
        if let text = (error as? any LocalizedError)?.errorDescription { return text }
        // Foundation's file errors wrap an error of the system.
        let system = error as? POSIXError ?? (error as? CocoaError)?.underlying as? POSIXError
        return system?.reason ?? "\(error)"
    }
}

/// Shortens text, so that messages stay readable.
enum Excerpt {
    static func of(_ text: String, limit: Int = 200) -> String {
        let head = text.prefix(limit)
        return head.endIndex == text.endIndex ? text : head + "…"
    }

    static func of(_ bytes: [UInt8], limit: Int = 200) -> String {
        // Most characters have few bytes. Decoding only a prefix keeps a huge body cheap.
        let head = bytes.prefix(limit * 8)
        let text = String(decoding: head, as: UTF8.self)
        return head.count < bytes.count ? text.prefix(limit) + "…" : of(text, limit: limit)
    }
}
