/// The event timeout: cancels a body that brings no event for too long, even if comments arrive.
///
/// It runs only while the reader waits for an event. Events that arrive during a pause of the reader are found when it
/// continues.
final class EventWatch {
    private let watch: any IdleWatch
    private var isCounting = true

    /// Starts the timeout; nil if there is no limit or the body is already complete.
    init?(_ client: APIClient, _ options: RequestOptions, body: HTTPBody) {
        guard let timeout = options.eventTimeout.resolved(inheriting: client.configuration.eventTimeout),
            case .source(let owner) = body.content
        else { return nil }
        watch = client.watchdog.watch(timeout: timeout)
        watch.onExpiry { [source = owner.source] in
            source.cancel(
                with: TransportError(.idleTimeout, "No event came for \(timeout), only comments if anything.")
            )
        }
    }

    deinit {
        watch.stop()
    }

    /// Starts or continues the timeout. Call it before waiting for bytes.
    func willWait() {
        if isCounting { return }
        isCounting = true
        watch.touch()
    }

    /// Pauses the timeout. Call it for each event.
    func didReceiveEvent() {
        guard isCounting else { return }
        isCounting = false
        watch.pause()
    }
}

/// The progress of one connection of an event stream.
struct ConnectionProgress {
    private var stopwatch: Stopwatch?
    /// Whether the connection brought a new event.
    private(set) var hasEvents = false
    /// Whether the connection brought an event with a new ID.
    var hasNewID = false

    init() {}

    /// Starts a connection now.
    init(clock: any Clock<Duration>) {
        stopwatch = Stopwatch(clock)
    }

    /// Records a new event.
    @inline(__always)
    mutating func addEvent() {
        hasEvents = true
    }

    /// Whether the connection advanced the stream.
    func advancesStream(by policy: ReconnectPolicy) -> Bool {
        hasNewID || hasEvents && (stopwatch.map { $0.elapsed >= policy.maximumDelay } ?? false)
    }
}

/// Drops events that a server sends again after a reconnection.
///
/// It compares event IDs. If the server gave the same ID to several of the last events, nothing is dropped, because the
/// ID then does not identify an event.
struct ReplayFilter {
    private enum Phase {
        case live
        /// After a reconnection, before the first event with an ID.
        case resuming
        /// Within events that were delivered before.
        case repeating
    }

    /// The number of IDs to remember, which bounds the memory of an endless stream.
    private let capacity: Int
    private var order: [String] = []
    private var oldest = 0
    /// The remembered IDs at the start of the connection. A set is slow to maintain, so it is made only then.
    private var known: Set<String> = []
    private var phase = Phase.live

    init(capacity: Int = 1_024) {
        self.capacity = capacity
    }

    /// Call it when the stream continues on a new connection.
    mutating func beginConnection() {
        known = Set(order)
        phase = known.count == order.count ? .resuming : .live
    }

    /// Whether an ID is new on this connection, so that the stream advanced.
    func isNew(_ id: String) -> Bool {
        !id.isEmpty && !known.contains(id)
    }

    /// Whether an event was delivered before.
    ///
    /// - Parameter id: The ID in the event; nil if it has none or inherits one.
    mutating func isRepeated(id: String?) -> Bool {
        guard let id, !id.isEmpty else { return phase == .repeating }
        if phase != .live {
            if known.contains(id) {
                // Events after the newest one are new, with or without an ID.
                phase = id == newest ? .resuming : .repeating
                return true
            }
            phase = .live
        }
        remember(id)
        return false
    }

    private var newest: String? {
        guard !order.isEmpty else { return nil }
        return order[(oldest + order.count - 1) % order.count]
    }

    private mutating func remember(_ id: String) {
        guard order.count == capacity else { return order.append(id) }
        order[oldest] = id
        oldest = (oldest + 1) % capacity
    }
}
