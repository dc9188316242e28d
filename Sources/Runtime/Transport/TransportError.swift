/// Why a transport could not bring a response or the rest of one.
///
/// A transport of your own throws it to say which kind of failure happened; any other error counts as
/// ``Reason/connectionLost``.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; the set can grow.
    public struct Reason: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The name of the kind.
        public var description: String { name }

        /// The connection was never made, so the server has not seen the request and it can be sent again.
        public static let connectionNotEstablished = Reason(name: "connectionNotEstablished")
        /// The connection broke after the request may have been sent.
        public static let connectionLost = Reason(name: "connectionLost")
        /// The connection could not be made in time; the server has not seen the request.
        public static let connectTimeout = Reason(name: "connectTimeout")
        /// The server said that it did not process the request, so it can be sent again (RFC 9113 section 8.7).
        public static let notProcessed = Reason(name: "notProcessed")
        /// The certificate of the server is not trusted, or the server does not accept the client's. The message says
        /// why: expired, for another host, self-signed, or from an unknown authority.
        public static let certificateNotTrusted = Reason(name: "certificateNotTrusted")
        /// The proxy does not let the request through, or asks for a user name and password.
        public static let proxyRefused = Reason(name: "proxyRefused")
        /// Nothing came for longer than the timeout.
        public static let idleTimeout = Reason(name: "idleTimeout")
        /// The body ended before its announced length or its last chunk.
        public static let bodyTruncated = Reason(name: "bodyTruncated")
        /// The response is not valid HTTP, or its body is not in the encoding it names.
        public static let malformedResponse = Reason(name: "malformedResponse")
        /// The body is larger than the transport allows, such as a small one that is huge once decompressed.
        public static let bodyTooLarge = Reason(name: "bodyTooLarge")
        /// More bytes came unread than the receive buffer holds.
        public static let receiveBufferOverflow = Reason(name: "receiveBufferOverflow")
    }

    /// The kind of failure.
    public var reason: Reason
    /// What happened, in a sentence.
    public var message: String
    /// The error of the library below, if there is one.
    public var underlying: (any Error)?

    /// Makes an error.
    public init(_ reason: Reason, _ message: String, underlying: (any Error)? = nil) {
        self.reason = reason
        self.message = message
        self.underlying = underlying
    }

    /// An error of another type that a transport threw.
    init(other error: any Error) {
        self.init(
            .connectionLost,
            "The connection failed: \(Excerpt.of(String(describing: error)))",
            underlying: error
        )
    }

    /// The message.
    public var description: String { message }

    /// Whether another attempt would fail in the same way.
    var isFinal: Bool {
        [.receiveBufferOverflow, .bodyTooLarge, .certificateNotTrusted, .proxyRefused].contains(reason)
    }

    /// Whether the server cannot have acted on the request.
    var isBeforeSending: Bool {
        [.connectionNotEstablished, .connectTimeout, .notProcessed].contains(reason)
    }
}
