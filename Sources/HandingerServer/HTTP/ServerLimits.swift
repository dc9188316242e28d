/// What a client may ask of a connection before it is refused.
struct ServerLimits: Sendable {
    /// Bytes of the request line and the header fields together; more is answered with 431 (414 for the line alone).
    var headSize = 80 * 1024
    /// Bytes of a body; more is answered with 413.
    var bodySize = 2 * 1024 * 1024
    /// Connections at a time; one more is answered with 503.
    var connections = 1_000
    /// The time from the start of a connection, or from the first byte of a later request, to the end of its head.
    var headTimeout: Duration = .seconds(10)
    /// The time from the end of a head to the end of the body.
    var bodyTimeout: Duration = .seconds(30)
    /// How long a connection may stay open between two requests.
    var idleTimeout: Duration = .seconds(60)
    /// How long a client may leave a piece of a response unread.
    var writeTimeout: Duration = .seconds(60)
    /// How late any of these times may be noticed.
    var precision: Duration = .milliseconds(250)
}
