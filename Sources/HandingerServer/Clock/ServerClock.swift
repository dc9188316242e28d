#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The time that the server goes by: for `nextRunAt`, for running schedules, and for the pace of the workers.
///
/// ``SystemClock`` is real time. In a test, ``ManualClock`` makes a week pass in no time.
public protocol ServerClock: Sendable {
    /// The time now.
    var now: Date { get }

    /// Returns at a time, or at once if it has come.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func sleep(until deadline: Date) async throws
}

extension ServerClock {
    /// Returns after a duration.
    func sleep(for duration: Duration) async throws {
        try await sleep(until: now.addingTimeInterval(duration / .seconds(1)))
    }
}

/// Real time.
public struct SystemClock: ServerClock {
    /// Makes a clock that shows the time of the machine.
    public init() {}

    /// The time of the machine.
    public var now: Date { Date() }

    /// Sleeps until a time, also if the machine's clock is set or the machine is suspended meanwhile.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    public func sleep(until deadline: Date) async throws {
        while case let rest = deadline.timeIntervalSince(now), rest > 0 {
            try await Task.sleep(for: .seconds(min(rest, 60)))
        }
    }
}
