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
