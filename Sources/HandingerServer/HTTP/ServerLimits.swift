/// Limits of sizes, connections and times.
struct ServerLimits: Sendable {
    /// The maximum size of the request line and header fields in bytes; beyond it the response is 431 (414 for the
    /// request line alone).
    var headSize = 80 * 1024
    /// The maximum size of a body in bytes; beyond it the response is 413.
    var bodySize = 2 * 1024 * 1024
    /// The maximum number of connections; beyond it the response is 503.
    var connections = 1_000
    /// The time from the start of a connection, or from the first byte of a later request, to the end of its head.
    var headTimeout: Duration = .seconds(10)
    /// The time from the end of a head to the end of the body.
    var bodyTimeout: Duration = .seconds(30)
    /// The time that a connection may be idle between two requests.
    var idleTimeout: Duration = .seconds(60)
    /// The time that a client may leave a part of a response unread.
    var writeTimeout: Duration = .seconds(60)
    /// The maximum delay with which a timeout takes effect.
    var precision: Duration = .milliseconds(250)
}
