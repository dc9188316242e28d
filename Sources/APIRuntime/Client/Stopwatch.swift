/// Measures a time on a clock.
struct Stopwatch: Sendable {
    /// The time since the stopwatch was made.
    let elapsed: @Sendable () -> Duration

    init(_ clock: any Clock<Duration>) {
        func open<SomeClock: Clock>(_ clock: SomeClock) -> @Sendable () -> Duration
        where SomeClock.Duration == Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        elapsed = open(clock)
    }
}
