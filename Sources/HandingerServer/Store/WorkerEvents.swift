#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The events of a worker: the logged ones first, then new ones as they happen.
///
/// Each event is looked up when the previous one has been sent (backpressure), so a slow client needs no buffer. It
/// misses only the events that the log has dropped meanwhile.
struct WorkerEvents: AsyncSequence, Sendable {
    typealias Element = ServedEvent

    /// The reason why a waiting stream looks for the next event.
    enum WakeUp: Sendable {
        case changed
        case heartbeat
    }

    let store: Store
    let workerID: String
    let scope: EventLog.Scope
    /// The id of the last event that the client has seen; 0 for none.
    let seen: Int
    let heartbeatInterval: Duration

    func makeAsyncIterator() -> Iterator {
        Iterator(events: self, seen: seen)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let events: WorkerEvents
        fileprivate var seen: Int
        private var isFirst = true
        private var isDone = false
        private var wakeUps: AsyncStream<WakeUp>.Iterator?

        fileprivate init(events: WorkerEvents, seen: Int) {
            self.events = events
            self.seen = seen
        }

        /// The reconnection time in milliseconds. It is sent with the first event, because some clients fail at a block
        /// that has nothing but `retry`.
        private static let retry = 1_000

        mutating func next() async throws -> ServedEvent? {
            let store = events.store
            if wakeUps == nil {
                wakeUps = await store.wakeUps(for: events.workerID, interval: events.heartbeatInterval)
                    .makeAsyncIterator()
            }
            var wakeUp = WakeUp.changed
            while true {
                let (id, scope) = (events.workerID, events.scope)
                switch await store.streamStep(of: id, scope: scope, after: seen, isDone: isDone) {
                case .send(let entry):
                    seen = entry.id
                    isDone = entry.name == EventLog.done
                    defer { isFirst = false }
                    return try entry.served(retry: isFirst ? Self.retry : nil)
                case .end:
                    return nil
                case .wait where wakeUp == .heartbeat:
                    return .comment("keep-alive")
                case .wait:
                    // The sequence of wake-ups ends only when this task is cancelled.
                    guard let next = await wakeUps?.next() else { throw CancellationError() }
                    wakeUp = next
                }
            }
        }
    }
}
