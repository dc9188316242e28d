import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A clock that advances only on request, for tests of schedules.
///
/// ```swift
/// let clock = ManualClock()
/// try await LocalServer.withServer(.init(stepInterval: .zero, clock: clock)) { server in
///     // … create a schedule that runs in an hour …
///     clock.advance(by: .seconds(3600))
///     // … and follow the worker: the schedule runs now.
/// }
/// ```
public final class ManualClock: ServerClock {
    private struct Sleeper {
        let deadline: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Date
        var sleepers: [UUID: Sleeper] = [:]
    }

    private let state: Mutex<State>

    /// Creates a stopped clock.
    ///
    /// - Parameter now: The time of the clock; the default is 2024-01-01 00:00 UTC, a Monday.
    public init(now: Date = Date(timeIntervalSince1970: 1_704_067_200)) {
        state = Mutex(State(now: now))
    }

    /// The current time of the clock.
    public var now: Date {
        state.withLock { $0.now }
    }

    /// Advances the clock and resumes all expired sleeps in the order of their deadlines.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration / .seconds(1)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until the clock reaches a time.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    public func sleep(until deadline: Date) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
