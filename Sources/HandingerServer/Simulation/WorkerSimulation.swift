import APIRuntime
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The state changes of a simulated worker.
extension Worker {
    /// Creates a pending worker without instructions.
    init(id: String, createdAt: Date) {
        self.init(
            id: id,
            createdAt: Int(createdAt.timeIntervalSince1970),
            error: nil,
            files: [],
            incompleteDetails: nil,
            messages: [],
            metadata: ["simulated": true],
            output: [],
            outputText: "",
            running: false,
            sources: [],
            status: .pending
        )
    }

    mutating func receive(_ instruction: WorkerInstruction) {
        messages.append(["role": "user", "content": .string(instruction.input)])
        if !running { status = .pending }
    }

    mutating func start() {
        status = .running
        running = true
    }

    /// Sets the output text to the finished answers and the beginning of the next.
    mutating func showPartialText(_ beginning: String) {
        outputText = (finishedText + [beginning]).joined(separator: "\n\n")
    }

    mutating func publish(path: String, mediaType: String, url: String) {
        let file = WorkerFile(filename: path, mediaType: mediaType, url: url)
        if let index = files.firstIndex(where: { $0.filename == path }) {
            files[index] = file
        } else {
            files.append(file)
        }
    }

    /// Completes an answer and adds its usage.
    mutating func finish(_ instruction: WorkerInstruction, reply: WorkerReply, id: String, hasMoreToDo: Bool) {
        let content = WorkerOutput.ContentItem(text: reply.text, type: .outputText)
        output.append(WorkerOutput(id: id, content: [content], role: .assistant, status: .completed, type: .message))
        outputText = finishedText.joined(separator: "\n\n")
        messages.append(["role": "assistant", "content": .string(reply.text)])
        addSources(from: instruction.input)
        addUsage(instruction, reply)
        running = false
        status = hasMoreToDo ? .pending : .completed
    }

    private var finishedText: [String] {
        output.map { $0.content.map(\.text).joined() }
    }

    /// Adds the links in an instruction to the sources.
    private mutating func addSources(from text: String) {
        for word in text.split(whereSeparator: \.isWhitespace) {
            let url = String(word)
            guard url.hasPrefix("https://") || url.hasPrefix("http://"), !sources.contains(where: { $0.url == url })
            else { continue }
            sources.append(WorkerSource(id: "src_\(sources.count + 1)", title: nil, type: .url, url: url))
        }
    }

    /// Adds the tokens, steps and costs of an answer. The prices are fictitious; the totals add up.
    private mutating func addUsage(_ instruction: WorkerInstruction, _ reply: WorkerReply) {
        func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
        func rounded(_ dollars: Double) -> Double { (dollars * 1e6).rounded() / 1e6 }
        let before = usage
        // A model reads the whole conversation again: all instructions, each written to the cache once, and all replies.
        let read = before.map { $0.cacheWriteTokens + $0.outputTokens } ?? 0
        let written = tokens(instruction.input)
        let input = (before?.inputTokens ?? 0) + read + written
        let output = (before?.outputTokens ?? 0) + tokens(reply.text)
        let steps = (before?.steps ?? 0) + instruction.steps
        let costs = Worker.Costs(
            internalCostUSD: rounded(Double(steps) * 1e-4),
            modelCostUSD: rounded(Double(input) * 3e-6 + Double(output) * 15e-6),
            sandboxCostUSD: rounded(Double(steps) * 5e-4),
            toolCostUSD: rounded(Double(steps) * 1e-3)
        )
        let total = rounded(
            costs.internalCostUSD + costs.modelCostUSD + costs.sandboxCostUSD + costs.toolCostUSD
        )
        self.costs = .value(costs)
        usage = Worker.Usage(
            cacheReadTokens: (before?.cacheReadTokens ?? 0) + read,
            cacheWriteTokens: (before?.cacheWriteTokens ?? 0) + written,
            costUSD: total,
            inputTokens: input,
            outputTokens: output,
            reasoningTokens: output / 3,
            steps: steps,
            totalTokens: input + output,
            credits: Int((total * 1_000).rounded(.up))
        )
    }
}

/// Settings of the simulated workers.
struct SimulationSettings: Sendable {
    var clock: any ServerClock
    /// The time between two changes of a busy worker.
    var stepInterval: Duration
    /// The time between two comments on an idle stream.
    var heartbeatInterval: Duration
    /// Returns the reply of a worker to an instruction.
    var reply: @Sendable (WorkerInstruction) -> WorkerReply
    var baseURL: URL

    func url(ofFile path: String, worker: String) -> String {
        let file = baseURL.appending(components: "api", "workers", worker, "files").absoluteString
        let segments = path.split(separator: "/").map {
            PercentEncoding.pathValue.encode(String($0)).replacing(";", with: "%3B")
        }
        return file + "/" + segments.joined(separator: "/")
    }
}

/// Universally unique, lexicographically sortable identifiers: 48 bits of time and 80 random bits in Crockford's base
/// 32.
///
/// Source: the ULID specification, https://github.com/ulid/spec.
enum ULID {
    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    static func make(at date: Date) -> String {
        let milliseconds = UInt128(max(0, date.timeIntervalSince1970 * 1_000)) & 0xFFFF_FFFF_FFFF
        var value = milliseconds << 80 | UInt128.random(in: 0..<(1 << 80))
        var text: [Character] = []
        for _ in 0..<26 {
            text.append(digits[Int(value & 31)])
            value >>= 5
        }
        return String(text.reversed())
    }
}
