import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A worker with all that the server knows of it.
struct WorkerRecord: Sendable {
    var worker: Worker
    var files: [String: ServedFile] = [:]
    var log = EventLog()
    /// What it is still to do, what it is doing first.
    var queue: [WorkerInstruction] = []
    /// How many instructions it has had.
    var instructionCount = 0
    /// The streams that wait for something to happen.
    var bells: [UUID: AsyncStream<WorkerEvents.Bell>.Continuation] = [:]

    /// The address at which the worker takes email, on a domain that is reserved for this machine (RFC 6761).
    var email: String {
        let name = worker.id.split(separator: "_").last ?? ""
        return "\(name.lowercased())@workers.handinger.localhost"
    }

    /// Takes an instruction in, behind those that are still to do.
    mutating func enqueue(input: String, budget: Budget) -> WorkerInstruction {
        instructionCount += 1
        let instruction = WorkerInstruction(input: input, budget: budget, number: instructionCount)
        queue.append(instruction)
        return instruction
    }

    /// Changes the worker and tells the streams.
    mutating func note(
        _ instruction: WorkerInstruction,
        as name: String = "worker",
        change: (inout Worker) -> Void = { _ in }
    ) {
        change(&worker)
        log.append(name, instruction: instruction.number, .worker(worker))
        ring()
    }

    /// Tells the streams of the newest message.
    mutating func noteMessage(_ instruction: WorkerInstruction) {
        guard let message = worker.messages.last else { return }
        log.append("message", instruction: instruction.number, .message(message))
        ring()
    }

    private func ring() {
        for bell in bells.values { bell.yield(.changed) }
    }
}
