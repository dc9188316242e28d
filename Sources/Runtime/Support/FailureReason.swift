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
