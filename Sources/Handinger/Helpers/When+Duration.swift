import APIRuntime

#if REEXPORTS_GENERATED
import HandingerGenerated
#endif

nonisolated extension When {
    /// Schedules a single run after a delay: `.delayed(by: .seconds(90))`.
    ///
    /// - Parameter delay: From 1 second to 365 days. The API counts whole seconds; a fraction is rounded up.
    public static func delayed(by delay: Duration) -> When {
        .delayed(delayInSeconds: delay.wholeSeconds)
    }

    /// Schedules recurring runs: `.interval(every: .seconds(6 * 3_600))`.
    ///
    /// - Parameter interval: From 1 second to 365 days. The API counts whole seconds; a fraction is rounded up.
    public static func interval(every interval: Duration) -> When {
        .interval(intervalSeconds: interval.wholeSeconds)
    }
}

nonisolated extension DelayedWhen {
    /// The delay.
    public var delay: Duration { .seconds(delayInSeconds) }
}

nonisolated extension IntervalWhen {
    /// The time between two runs.
    public var interval: Duration { .seconds(intervalSeconds) }
}

extension Duration {
    /// The seconds, rounded up.
    fileprivate var wholeSeconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: attoseconds > 0 ? seconds.addingReportingOverflow(1).partialValue : seconds)
    }
}
