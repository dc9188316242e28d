/// The limit for a stream on which nothing but comments comes: it ends a response that has brought no event for too long.
///
/// It counts while somebody waits for an event. Whoever takes a break may find events that have come meanwhile.
final class EventWatch {
    private let watch: any IdleWatch
    private var isCounting = true

    /// Starts to count; nil where there is no limit, or nothing to wait for.
    init?(_ client: APIClient, _ options: RequestOptions, body: HTTPBody) {
        guard let timeout = options.eventTimeout.resolved(inheriting: client.configuration.eventTimeout),
            case .source(let lease) = body.content
        else { return nil }
        watch = client.watchdog.watch(timeout: timeout)
        watch.onExpiry { [source = lease.source] in
            source.cancel(
                with: TransportError(.idleTimeout, "No event came for \(timeout), only comments if anything.")
            )
        }
    }

    deinit {
        watch.stop()
    }

    /// To be called before waiting for bytes. Waiting again without an event in between goes on counting.
    func willWait() {
        if isCounting { return }
        isCounting = true
        watch.touch()
    }

    /// To be called for each event.
    func didReceiveEvent() {
        guard isCounting else { return }
        isCounting = false
        watch.pause()
    }
}

/// The progress that a connection of an event stream made.
struct ConnectionYield {
    private var stopwatch: Stopwatch?
    /// Whether an event came that had not come before.
    private(set) var hasEvents = false
    /// Whether one came with an ID that had not come before.
    var hasNewID = false

    init() {}

    /// A connection that begins now.
    init(clock: any Clock<Duration>) {
        stopwatch = Stopwatch(clock)
    }

    /// Notes an event that had not come before.
    @inline(__always)
    mutating func addEvent() {
        hasEvents = true
    }

    /// Whether the connection got the stream further.
    func isProgress(by policy: ReconnectPolicy) -> Bool {
        hasNewID || hasEvents && (stopwatch.map { $0.elapsed >= policy.maximumDelay } ?? false)
    }
}
