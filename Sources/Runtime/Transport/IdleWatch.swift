import HTTPTypes

/// Inactivity timeout; runs only while a read is pending.
protocol IdleWatch: AnyObject, Sendable {
    /// Whether the timeout has expired.
    var isExpired: Bool { get }
    /// Restarts the timeout.
    func touch()
    /// Pauses the timeout until the next ``touch()``.
    func pause()
    /// Sets the action for the expiry, which runs at once if the timeout has already expired.
    func onExpiry(_ action: @escaping @Sendable () -> Void)
    /// Ends the watch; until then it stays in memory.
    func stop()
}

/// The watches of a client. One task serves all of them, because a timer for each call would dominate the call's cost.
protocol IdleWatchdog: Sendable {
    /// Starts a watch.
    func watch(timeout: Duration) -> any IdleWatch
}

/// Watches that measure time with a clock.
func makeIdleWatchdog(clock: any Clock<Duration>) -> any IdleWatchdog {
    func open<SomeClock: Clock>(_ clock: SomeClock) -> any IdleWatchdog where SomeClock.Duration == Duration {
        ClockIdleWatchdog(clock: clock)
    }
    return open(clock)
}

private final class ClockIdleWatchdog<SomeClock: Clock>: IdleWatchdog where SomeClock.Duration == Duration {
    private struct State {
        var watches: [ObjectIdentifier: ClockIdleWatch<SomeClock>] = [:]
        /// The next check of the task; nil if there is no task.
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
            // A task that wakes up earlier checks this watch too.
            if let nextLook = state.nextLook, nextLook <= deadline { return }
            state.task?.cancel()
            state.nextLook = deadline
            // Detached: the task outlives the first call.
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

    /// Expires the watches that are due.
    ///
    /// - Returns: The earliest possible expiry of the others; nil if there are none.
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
        /// The start of the current wait; nil while no read is pending.
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

/// A transport that cancels an exchange itself when its watch expires, without another task.
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

/// Runs an operation and fails when the watch expires.
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
