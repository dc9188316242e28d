import APIRuntime

/// A clock that never waits: each sleep returns at once and is recorded.
final class RecordingClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Locked<(now: Instant, sleeps: [Duration])>((Instant(), []))

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            state.now = max(state.now, deadline)
        }
    }
}

/// A clock that the test advances.
final class ManualClock: Clock {
    typealias Instant = RecordingClock.Instant

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant()
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var observer: (deadline: Instant, continuation: CheckedContinuation<Void, Never>)?

        mutating func takeObserver() -> CheckedContinuation<Void, Never>? {
            guard let observer, sleepers.values.contains(where: { $0.deadline <= observer.deadline }) else {
                return nil
            }
            defer { self.observer = nil }
            return observer.continuation
        }
    }

    private let state = Locked(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isOver, observer) = state.withLock {
                    state -> (Result<Void, any Error>?, CheckedContinuation<Void, Never>?) in
                    if state.cancelled.contains(id) { return (.failure(CancellationError()), nil) }
                    if deadline <= state.now { return (.success(()), nil) }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return (nil, state.takeObserver())
                }
                if let isOver { continuation.resume(with: isOver) }
                observer?.resume()
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                return state.sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until a task sleeps for at most this duration.
    func sleeper(within duration: Duration) async {
        await withCheckedContinuation { continuation in
            let observer = state.withLock { state in
                state.observer = (state.now.advanced(by: duration), continuation)
                return state.takeObserver()
            }
            observer?.resume()
        }
    }

    /// Advances the time and wakes the tasks whose sleep has ended.
    func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }
}
