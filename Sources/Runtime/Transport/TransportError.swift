/// A failure of a transport to deliver a response or the rest of one.
///
/// A custom transport throws it to name the kind of failure; any other error counts as ``Reason/connectionLost``.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// A kind of failure; more may be added.
    public struct Reason: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// The name of the kind.
        public var description: String { name }

        /// The connection was not established; the request was not sent and can be sent again.
        public static let connectionNotEstablished = Reason(name: "connectionNotEstablished")
        /// The connection broke after the request may have been sent.
        public static let connectionLost = Reason(name: "connectionLost")
        /// The connection was not established in time; the request was not sent.
        public static let connectTimeout = Reason(name: "connectTimeout")
        /// The server declared that it did not process the request, which can be sent again (RFC 9113 section 8.7).
        public static let notProcessed = Reason(name: "notProcessed")
        /// The certificate of the server is not trusted, or the server does not accept the client's. The message says
        /// why: expired, for another host, self-signed, or from an unknown authority.
        public static let certificateNotTrusted = Reason(name: "certificateNotTrusted")
        /// The proxy does not let the request through, or asks for a user name and password.
        public static let proxyRefused = Reason(name: "proxyRefused")
        /// No byte arrived within the idle timeout.
        public static let idleTimeout = Reason(name: "idleTimeout")
        /// The body ended before its announced length or its last chunk.
        public static let bodyTruncated = Reason(name: "bodyTruncated")
        /// The response is not valid HTTP, or its body is not in the encoding it names.
        public static let malformedResponse = Reason(name: "malformedResponse")
        /// The body exceeds the transport's limit, for example after decompression.
        public static let bodyTooLarge = Reason(name: "bodyTooLarge")
        /// More unread bytes arrived than the receive buffer holds.
        public static let receiveBufferOverflow = Reason(name: "receiveBufferOverflow")
    }

    /// The kind of failure.
    public var reason: Reason
    /// A sentence that describes the failure.
    public var message: String
    /// The error of the underlying library, if any.
    public var underlying: (any Error)?

    /// Makes an error.
    public init(_ reason: Reason, _ message: String, underlying: (any Error)? = nil) {
        self.reason = reason
        self.message = message
        self.underlying = underlying
    }

    /// Wraps an error of another type.
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
