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
