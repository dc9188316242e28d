/// When an event stream that broke off is continued, and after what wait: rules as data.
///
/// A stream is continued only where no event can get lost or come twice: the request may be repeated, and the server
/// gave event IDs or no event has been handed out yet. Otherwise the loop throws
/// ``APIError/Code/streamInterrupted``.
///
/// A connection makes progress if it brings an event with a new ID, so that the next one begins further on, or any event
/// after it has stood for ``maximumDelay`` at least, as where a balancer ends the connections of a quiet stream. Any other
/// connection counts as failed, even one that brings events: they would come again and again.
///
/// ```swift
/// var options = RequestOptions()
/// options.reconnectPolicy = .never
/// ```
public struct ReconnectPolicy: Hashable, Sendable {
    /// How many connections in a row may make no progress before the stream gives up.
    public var maximumAttempts = 8
    /// The wait before the first of them, unless the server sets another one with `retry:`.
    public var initialDelay: Duration = .seconds(1)
    /// What the wait is multiplied with for each further one.
    public var multiplier: Double = 2
    /// The longest wait.
    public var maximumDelay: Duration = .seconds(30)
    /// The shortest wait after a connection that made no progress, whatever the server sets and chance takes off. After one
    /// that did, a server may have the client come back at once with `retry: 0`.
    public var minimumDelay: Duration = .milliseconds(500)
    /// How much of the wait is left to chance: 0.5 takes off up to a half.
    public var jitter: Double = 0.5

    /// The default rules.
    public init() {}

    /// A stream that breaks off throws at once.
    public static let never: ReconnectPolicy = {
        var policy = ReconnectPolicy()
        policy.maximumAttempts = 0
        return policy
    }()

    /// The wait before a connection.
    ///
    /// - Parameters:
    ///   - failures: How many connections in a row made no progress.
    ///   - hasProgressed: Whether the last one did.
    ///   - serverDelay: What the server set with `retry:`.
    ///   - random: A number from 0 up to 1.
    func delay(failures: Int, hasProgressed: Bool, serverDelay: Duration?, random: () -> Double) -> Duration {
        let floor = hasProgressed ? .zero : minimumDelay
        let base = max(min(serverDelay ?? initialDelay, maximumDelay), floor)
        let delay = Backoff.delay(base, multiplier: multiplier, exponent: failures, maximum: max(maximumDelay, floor))
        return max(jitter == 0 ? delay : delay * (1 - jitter * random()), floor)
    }
}
