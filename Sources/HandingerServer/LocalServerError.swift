import APIRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An error that prevents a ``LocalServer`` from starting.
public struct LocalServerError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
    /// A kind of failure. Later versions may add kinds.
    public struct Code: Hashable, Sendable {
        private let name: String

        /// The port is not in the range from 0 to 65535.
        public static let invalidPort = Code(name: "invalidPort")
        /// The API key is not a valid header value.
        public static let invalidAPIKey = Code(name: "invalidAPIKey")
        /// Another program listens on the port, or this process may not.
        public static let portUnavailable = Code(name: "portUnavailable")
    }

    /// The kind of failure.
    public let code: Code
    /// A message that names the problem and a remedy.
    public let description: String

    /// The same as ``description``.
    public var errorDescription: String? { description }

    static func invalidPort(_ port: Int) -> LocalServerError {
        LocalServerError(
            code: .invalidPort,
            description: "Port \(port) is not a port: use a number from 1 to 65535, or 0 for one that is free."
        )
    }

    static let invalidAPIKey = LocalServerError(
        code: .invalidAPIKey,
        description: "The API key must be one word of printable ASCII, such as hdg_local_test."
    )

    static func cannotListen(port: Int, cause: any Error) -> LocalServerError {
        LocalServerError(
            code: .portUnavailable,
            description: """
                Cannot listen on 127.0.0.1:\(port): \(FailureReason.text(of: cause)). \
                Use another port, or 0 for one that is free.
                """
        )
    }
}
