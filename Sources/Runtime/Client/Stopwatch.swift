/// Measures a time on a clock.
struct Stopwatch: Sendable {
    private enum Start {
        /// On the usual clock: each call has a stopwatch, which shall need no memory of its own.
        case continuous(ContinuousClock.Instant)
        case other(elapsed: @Sendable () -> Duration)
    }

    private let start: Start

    /// The time since the stopwatch was made.
    var elapsed: Duration {
        switch start {
        case .continuous(let start): start.duration(to: .now)
        case .other(let elapsed): elapsed()
        }
    }

    init(_ clock: any Clock<Duration>) {
        func open<SomeClock: Clock>(_ clock: SomeClock) -> @Sendable () -> Duration
        where SomeClock.Duration == Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        start = clock is ContinuousClock ? .continuous(.now) : .other(elapsed: open(clock))
    }
}
