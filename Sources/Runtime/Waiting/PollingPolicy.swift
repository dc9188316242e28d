/// Rules for polling: the intervals between requests, and the failures that are tolerated.
///
/// ```swift
/// let polling = PollingPolicy(initialDelay: .seconds(5), maximumDelay: .seconds(60))
/// let worker = try await client.workers.waitUntilFinished(workerID: id, within: .seconds(3_600), polling: polling)
/// ```
public struct PollingPolicy: Hashable, Sendable {
    /// The delay before the second request.
    public var initialDelay: Duration
    /// The factor by which the delay grows with each further request.
    public var multiplier: Double
    /// The maximum delay. It also applies while a stream is open, which reports changes sooner.
    public var maximumDelay: Duration
    /// The random part of the delay: 0.5 subtracts up to one half.
    public var jitter: Double
    /// The number of temporary failures in a row, such as a lost connection, that end the wait.
    public var maximumFailures: Int

    /// Creates rules.
    public init(
        initialDelay: Duration = .seconds(1),
        multiplier: Double = 1.5,
        maximumDelay: Duration = .seconds(20),
        jitter: Double = 0.2,
        maximumFailures: Int = 5
    ) {
        self.initialDelay = initialDelay
        self.multiplier = multiplier
        self.maximumDelay = maximumDelay
        self.jitter = jitter
        self.maximumFailures = maximumFailures
    }

    /// The delay after a number of requests.
    func delay(requests: Int, isStreaming: Bool, random: () -> Double) -> Duration {
        let delay =
            isStreaming
            ? maximumDelay
            : Backoff.delay(initialDelay, multiplier: multiplier, exponent: requests, maximum: maximumDelay)
        return jitter == 0 ? delay : delay * (1 - jitter * random())
    }
}
