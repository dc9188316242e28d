#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The clock of a server, for `nextRunAt`, for due schedules and for the pace of the workers.
///
/// Use ``SystemClock`` for real time, and ``ManualClock`` in tests that must not wait.
public protocol ServerClock: Sendable {
    /// The current time.
    var now: Date { get }

    /// Waits until a time; returns immediately if it has passed.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    func sleep(until deadline: Date) async throws
}

extension ServerClock {
    /// Waits for a duration.
    func sleep(for duration: Duration) async throws {
        try await sleep(until: now.addingTimeInterval(duration / .seconds(1)))
    }
}

/// The system clock.
public struct SystemClock: ServerClock {
    /// Creates a clock with the time of the system.
    public init() {}

    /// The time of the system.
    public var now: Date { Date() }

    /// Waits until a time, even if the system clock is changed or the system is suspended.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    public func sleep(until deadline: Date) async throws {
        while case let rest = deadline.timeIntervalSince(now), rest > 0 {
            try await Task.sleep(for: .seconds(min(rest, 60)))
        }
    }
}
