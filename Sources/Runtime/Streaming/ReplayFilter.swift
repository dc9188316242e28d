/// Keeps events from coming twice when a server, asked to go on after an event, begins earlier than that.
///
/// Only events with IDs of their own can be told apart. Where a server gave the same ID to several of the last events,
/// nothing is filtered: then an ID says nothing about whether an event was seen.
struct ReplayFilter {
    private enum Phase {
        case live
        /// Connected again, and no event with an ID has come.
        case resuming
        /// The events that come were seen before.
        case repeating
    }

    /// How many IDs are remembered; the memory of an endless stream must not grow.
    private let capacity: Int
    private var order: [String] = []
    private var oldest = 0
    /// The IDs that were remembered when the present connection began: on the way, a set would be far slower to keep than
    /// a list.
    private var known: Set<String> = []
    private var phase = Phase.live

    init(capacity: Int = 1_024) {
        self.capacity = capacity
    }

    /// To be called when the stream is continued on a new connection.
    mutating func beginConnection() {
        known = Set(order)
        phase = known.count == order.count ? .resuming : .live
    }

    /// Whether an ID is none of those that the connections before have brought: only then the stream got further.
    func isNew(_ id: String) -> Bool {
        !id.isEmpty && !known.contains(id)
    }

    /// Whether an event was handed out before.
    ///
    /// - Parameter id: The ID that the event brought itself; nil if it has none or inherits one.
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
