import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Time that passes only when it is told to, for tests of schedules.
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

    /// Makes a clock that stands still.
    ///
    /// - Parameter now: The time that it shows, unless another is given 2024-01-01 00:00 UTC, a Monday.
    public init(now: Date = Date(timeIntervalSince1970: 1_704_067_200)) {
        state = Mutex(State(now: now))
    }

    /// The time that the clock shows.
    public var now: Date {
        state.withLock { $0.now }
    }

    /// Lets time pass, and so ends the sleeps that are over by then, in the order of their ends.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration / .seconds(1)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Returns when the clock has been advanced to a time.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
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
