/// Rules for reconnecting: when an event stream that broke off is continued, and after which delay.
///
/// A stream is continued only if no event can be lost or repeated: the request may be repeated, and the server sent
/// event IDs or no event has been delivered yet. Otherwise iterating throws ``APIError/Code/streamInterrupted``.
///
/// A connection makes progress if it brings an event with a new ID, or any event after it has been open for at least
/// ``maximumDelay``, as when a load balancer closes idle connections. Any other connection counts as failed, even if it
/// brings events, because they would repeat forever.
///
/// ```swift
/// var options = RequestOptions()
/// options.reconnectPolicy = .never
/// ```
public struct ReconnectPolicy: Hashable, Sendable {
    /// The number of connections in a row without progress after which the stream gives up.
    public var maximumAttempts = 8
    /// The delay before the first of them, unless the server sets another one with `retry:`.
    public var initialDelay: Duration = .seconds(1)
    /// The factor by which the delay grows with each further one.
    public var multiplier: Double = 2
    /// The maximum delay.
    public var maximumDelay: Duration = .seconds(30)
    /// The minimum delay after a connection without progress, regardless of the server and of jitter. After progress a
    /// server may request an immediate reconnection with `retry: 0`.
    public var minimumDelay: Duration = .milliseconds(500)
    /// The random part of the delay: 0.5 subtracts up to one half.
    public var jitter: Double = 0.5

    /// Creates the default rules.
    public init() {}

    /// Never reconnects: a stream that breaks off throws at once.
    public static let never: ReconnectPolicy = {
        var policy = ReconnectPolicy()
        policy.maximumAttempts = 0
        return policy
    }()

    /// The delay before a connection.
    ///
    /// - Parameters:
    ///   - failures: The number of connections in a row without progress.
    ///   - hasProgressed: Whether the last connection made progress.
    ///   - serverDelay: The delay that the server set with `retry:`.
    ///   - random: Returns a number from 0 up to 1.
    func delay(failures: Int, hasProgressed: Bool, serverDelay: Duration?, random: () -> Double) -> Duration {
        let floor = hasProgressed ? .zero : minimumDelay
        let base = max(min(serverDelay ?? initialDelay, maximumDelay), floor)
        let delay = Backoff.delay(base, multiplier: multiplier, exponent: failures, maximum: max(maximumDelay, floor))
        return max(jitter == 0 ? delay : delay * (1 - jitter * random()), floor)
    }
}
