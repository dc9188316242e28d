import APIRuntime
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A worker with its files, event log and queued instructions.
struct WorkerRecord: Sendable {
    var worker: Worker
    var files: [String: ServedFile] = [:]
    var log = EventLog()
    /// The unfinished instructions; the first is in progress.
    var queue: [WorkerInstruction] = []
    /// The number of instructions so far.
    var instructionCount = 0
    /// The streams to wake on a change.
    var wakeUps: [UUID: AsyncStream<WorkerEvents.WakeUp>.Continuation] = [:]

    /// The worker's email address, on a domain that is reserved for this machine (RFC 6761).
    var email: String {
        let name = worker.id.split(separator: "_").last ?? ""
        return "\(name.lowercased())@workers.handinger.localhost"
    }

    /// Appends an instruction to the queue.
    mutating func enqueue(input: String, budget: Budget) -> WorkerInstruction {
        instructionCount += 1
        let instruction = WorkerInstruction(input: input, budget: budget, number: instructionCount)
        queue.append(instruction)
        return instruction
    }

    /// Changes the worker, logs the event and wakes the streams.
    mutating func update(
        _ instruction: WorkerInstruction,
        as name: String = "worker",
        change: (inout Worker) -> Void = { _ in }
    ) {
        change(&worker)
        log.append(name, instruction: instruction.number, .worker(worker))
        wakeStreams()
    }

    /// Logs the newest message and wakes the streams.
    mutating func logNewestMessage(_ instruction: WorkerInstruction) {
        guard let message = worker.messages.last else { return }
        log.append("message", instruction: instruction.number, .message(message))
        wakeStreams()
    }

    private func wakeStreams() {
        for wakeUp in wakeUps.values { wakeUp.yield(.changed) }
    }
}

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
