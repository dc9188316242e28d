/// How often something is asked for while one waits for it: rules as data.
///
/// ```swift
/// let polling = PollingPolicy(initialDelay: .seconds(5), maximumDelay: .seconds(60))
/// let worker = try await client.workers.waitUntilFinished(workerID: id, within: .seconds(3_600), polling: polling)
/// ```
public struct PollingPolicy: Hashable, Sendable {
    /// The wait before it is asked for the second time.
    public var initialDelay: Duration
    /// What the wait is multiplied with each further time.
    public var multiplier: Double
    /// The longest wait. It is also the wait while a stream is open, which tells sooner.
    public var maximumDelay: Duration
    /// How much of the wait is left to chance: 0.5 takes off up to a half.
    public var jitter: Double
    /// After how many failures in a row that may pass, such as a lost connection, the wait is given up.
    public var maximumFailures: Int

    /// Makes rules.
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

    /// The wait after so many questions.
    func delay(questions: Int, isStreaming: Bool, random: () -> Double) -> Duration {
        let delay =
            isStreaming
            ? maximumDelay
            : Backoff.delay(initialDelay, multiplier: multiplier, exponent: questions, maximum: maximumDelay)
        return jitter == 0 ? delay : delay * (1 - jitter * random())
    }
}
