import APIRuntime
import Handinger

/// What has happened to a worker, for its streams: new events at the end, old ones forgotten at the start.
struct EventLog: Sendable {
    struct Entry: Sendable {
        enum Payload: Sendable {
            case worker(Worker)
            case message(JSONValue)
        }

        /// Counts up from 1.
        let id: Int
        /// The number of the instruction that it belongs to.
        let instruction: Int
        let name: String
        let payload: Payload
    }

    /// Which events a stream is about.
    enum Scope: Sendable {
        /// All, until the worker has nothing left to do.
        case everything
        /// Those of one instruction, until it is done.
        case instruction(Int)
    }

    /// The name of the last event of an instruction.
    static let done = "done"
    /// How many events are kept for those who come late.
    private static let capacity = 512

    private var entries: [Entry] = []
    private(set) var lastID = 0

    mutating func append(_ name: String, instruction: Int, _ payload: Entry.Payload) {
        lastID += 1
        entries.append(Entry(id: lastID, instruction: instruction, name: name, payload: payload))
        if entries.count > Self.capacity { entries.removeFirst(entries.count - Self.capacity) }
    }

    /// The first event after one, of those in a scope.
    func next(after id: Int, in scope: Scope) -> Entry? {
        // The ids are consecutive.
        let index = max(0, id + 1 - (lastID - entries.count + 1))
        return entries.dropFirst(index).first { entry in
            switch scope {
            case .everything: true
            case .instruction(let number): entry.instruction == number
            }
        }
    }
}

extension EventLog.Entry {
    /// The event as it is sent.
    ///
    /// - Parameter retry: The milliseconds after which a client should reconnect.
    func served(retry: Int?) throws -> ServedEvent {
        let bytes =
            switch payload {
            case .worker(let worker): try JSONCoding.encode(worker)
            case .message(let message): try JSONCoding.encode(message)
            }
        return .event(id: String(id), name: name, data: String(decoding: bytes, as: UTF8.self), retry: retry)
    }
}
