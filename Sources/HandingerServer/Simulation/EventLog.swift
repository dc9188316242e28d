import APIRuntime
import Handinger

/// The recent events of a worker, as a bounded log from which its streams read.
struct EventLog: Sendable {
    struct Entry: Sendable {
        enum Payload: Sendable {
            case worker(Worker)
            case message(JSONValue)
        }

        /// Consecutive, from 1.
        let id: Int
        /// The number of the instruction to which the event belongs.
        let instruction: Int
        let name: String
        let payload: Payload
    }

    /// The events that a stream sends.
    enum Scope: Sendable {
        /// All events, until the worker is idle.
        case everything
        /// The events of one instruction, until it is done.
        case instruction(Int)
    }

    /// The name of the last event of an instruction.
    static let done = "done"
    /// The number of events that are kept for streams that resume.
    private static let capacity = 512

    private var entries: [Entry] = []
    private(set) var lastID = 0

    mutating func append(_ name: String, instruction: Int, _ payload: Entry.Payload) {
        lastID += 1
        entries.append(Entry(id: lastID, instruction: instruction, name: name, payload: payload))
        if entries.count > Self.capacity { entries.removeFirst(entries.count - Self.capacity) }
    }

    /// The first event of a scope after the event with an id.
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
    /// The event in the form in which a stream sends it.
    ///
    /// - Parameter retry: The reconnection time in milliseconds.
    func served(retry: Int?) throws -> ServedEvent {
        let bytes =
            switch payload {
            case .worker(let worker): try JSONCoding.encode(worker)
            case .message(let message): try JSONCoding.encode(message)
            }
        return .event(id: String(id), name: name, data: String(decoding: bytes, as: UTF8.self), retry: retry)
    }
}
