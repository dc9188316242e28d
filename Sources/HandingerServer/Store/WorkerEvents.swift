#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The events of a worker, as a client that follows it gets them: those that were, then those that come.
///
/// The client sets the pace: the next event is looked up when the last one has been sent, so a slow client costs no
/// memory and misses nothing that is not long gone.
struct WorkerEvents: AsyncSequence, Sendable {
    typealias Element = ServedEvent

    /// A reason to look again.
    enum Bell: Sendable {
        case changed
        case tick
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
        private var bells: AsyncStream<Bell>.Iterator?

        fileprivate init(events: WorkerEvents, seen: Int) {
            self.events = events
            self.seen = seen
        }

        /// How long a client should wait before it reconnects, in milliseconds. It goes with an event, because
        /// clients are known that fail at one that has nothing but this.
        private static let retry = 1_000

        mutating func next() async throws -> ServedEvent? {
            let store = events.store
            if bells == nil {
                bells = await store.bells(for: events.workerID, interval: events.heartbeatInterval).makeAsyncIterator()
            }
            var bell = Bell.changed
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
                case .wait where bell == .tick:
                    return .comment("keep-alive")
                case .wait:
                    // The bells end only when this task is cancelled.
                    guard let next = await bells?.next() else { throw CancellationError() }
                    bell = next
                }
            }
        }
    }
}
