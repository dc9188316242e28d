import HTTPTypes

/// Notices when nothing has come for too long. It counts only while someone waits: a reader who takes a break is not a
/// silent server.
protocol IdleWatch: AnyObject, Sendable {
    /// Whether it has counted to the end.
    var isExpired: Bool { get }
    /// Starts counting anew.
    func touch()
    /// Stops counting until the next ``touch()``.
    func pause()
    /// What happens when it has counted to the end, instead of what would have happened; at once if it has.
    func onExpiry(_ action: @escaping @Sendable () -> Void)
    /// Ends it. A watch that is neither expired nor stopped stays in memory.
    func stop()
}

/// The watches of a client: one task looks after all of them, since a timer for each call takes longer than all else that
/// is done for it.
protocol IdleWatchdog: Sendable {
    /// Starts to count to a timeout.
    func watch(timeout: Duration) -> any IdleWatch
}

/// Watches that count on a clock.
func makeIdleWatchdog(clock: any Clock<Duration>) -> any IdleWatchdog {
    func open<SomeClock: Clock>(_ clock: SomeClock) -> any IdleWatchdog where SomeClock.Duration == Duration {
        ClockIdleWatchdog(clock: clock)
    }
    return open(clock)
}

private final class ClockIdleWatchdog<SomeClock: Clock>: IdleWatchdog where SomeClock.Duration == Duration {
    private struct State {
        var watches: [ObjectIdentifier: ClockIdleWatch<SomeClock>] = [:]
        /// When the task looks again; nil while there is none.
        var nextLook: SomeClock.Instant?
        var task: Task<Void, Never>?
    }

    private let clock: SomeClock
    private let state = Locked(State())

    init(clock: SomeClock) {
        self.clock = clock
    }

    deinit {
        state.withLock { $0.task }?.cancel()
    }

    func watch(timeout: Duration) -> any IdleWatch {
        let watch = ClockIdleWatch(timeout: timeout, clock: clock, watchdog: self)
        let deadline = clock.now.advanced(by: timeout)
        state.withLock { state in
            state.watches[ObjectIdentifier(watch)] = watch
            // Mostly the task sleeps until an earlier watch would expire, and looks at this one then.
            if let nextLook = state.nextLook, nextLook <= deadline { return }
            state.task?.cancel()
            state.nextLook = deadline
            // Detached: it outlives the call that happens to be the first.
            state.task = Task.detached { [weak self, clock] in
                while let nextLook = self?.look() {
                    guard (try? await clock.sleep(until: nextLook, tolerance: nil)) != nil else { return }
                }
            }
        }
        return watch
    }

    func remove(_ watch: ClockIdleWatch<SomeClock>) {
        state.withLock { state in
            state.watches[ObjectIdentifier(watch)] = nil
        }
    }

    /// Lets the watches expire whose time is over.
    ///
    /// - Returns: When the next one may; nil where there is none.
    private func look() -> SomeClock.Instant? {
        let now = clock.now
        let (expired, nextLook) = state.withLock { state in
            let expired = state.watches.filter { $0.value.deadline(now: now) <= now }
            for id in expired.keys { state.watches[id] = nil }
            state.nextLook = state.watches.values.lazy.map { $0.deadline(now: now) }.min()
            if state.nextLook == nil { state.task = nil }
            return (Array(expired.values), state.nextLook)
        }
        for watch in expired { watch.expire() }
        return nextLook
    }
}

private final class ClockIdleWatch<SomeClock: Clock>: IdleWatch where SomeClock.Duration == Duration {
    private struct State {
        /// Since when nothing has come; nil while nobody waits.
        var silentSince: SomeClock.Instant?
        var isExpired = false
        var action: (@Sendable () -> Void)?
    }

    private let timeout: Duration
    private let clock: SomeClock
    private let watchdog: ClockIdleWatchdog<SomeClock>
    private let state: Locked<State>

    init(timeout: Duration, clock: SomeClock, watchdog: ClockIdleWatchdog<SomeClock>) {
        self.timeout = timeout
        self.clock = clock
        self.watchdog = watchdog
        state = Locked(State(silentSince: clock.now))
    }

    var isExpired: Bool { state.withLock { $0.isExpired } }

    func deadline(now: SomeClock.Instant) -> SomeClock.Instant {
        (state.withLock { $0.silentSince } ?? now).advanced(by: timeout)
    }

    func touch() {
        let now = clock.now
        state.withLock { $0.silentSince = now }
    }

    func pause() {
        state.withLock { $0.silentSince = nil }
    }

    func onExpiry(_ action: @escaping @Sendable () -> Void) {
        let isExpired = state.withLock { state in
            state.action = state.isExpired ? nil : action
            return state.isExpired
        }
        if isExpired { action() }
    }

    func expire() {
        let action = state.withLock { state in
            state.isExpired = true
            defer { state.action = nil }
            return state.action
        }
        action?()
    }

    func stop() {
        state.withLock { $0.action = nil }
        watchdog.remove(self)
    }
}

/// A transport that ends an exchange itself when its watch expires, which takes no further task.
protocol WatchedTransport: Transport {
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions,
        watch: (any IdleWatch)?
    ) async throws -> (HTTPResponse, HTTPBody)
}

extension TransportError {
    static let noResponse = TransportError(.idleTimeout, "No response came within the timeout.")
}

/// Runs an operation, but fails when the watch has counted to the end.
func withIdleWatch<Value: Sendable>(
    _ watch: (any IdleWatch)?,
    operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let watch else { return try await operation() }
    let task = Task(operation: operation)
    watch.onExpiry { task.cancel() }
    do {
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    } catch {
        watch.stop()
        guard watch.isExpired, error is CancellationError, !Task.isCancelled else { throw error }
        throw TransportError.noResponse
    }
}
