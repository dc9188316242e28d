import APIRuntime
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Demo {
    func create() async throws -> Worker {
        try report.call("client.workers.create(input: \"\(Self.firstInput)\", budget: .low)")
        let worker = try await client.workers.create(input: Self.firstInput, budget: .low)
        try report.say(
            "Worker \(palette.cyan(worker.id.terminalSafeLine)) is \(worker.status.description.terminalSafeLine)"
        )
        try report.expect(!worker.id.isEmpty, "the worker has no id")
        try report.expect(worker.object == "worker", "the object is \(worker.object)")
        try report.expect([.pending, .running].contains(worker.status), "a new worker is \(worker.status)")
        try report.expect(worker.output.isEmpty, "a new worker has output")
        try report.expect(worker.messages.contains { $0["content"] == .string(Self.firstInput) }, "the input is lost")
        let age = worker.createdAt.map { Date().timeIntervalSince1970 - TimeInterval($0) }
        try report.expect(age.map { abs($0) < 60 } ?? false, "created_at is not now")
        return worker
    }

    func follow(_ worker: Worker) async throws {
        try report.call("for try await event in client.workers.streamUpdates(workerID: worker.id)")
        let last = try await follow(client.workers.streamUpdates(workerID: worker.id), of: worker, answers: 1)
        try report.expect(last?.outputText.contains(Self.firstInput) ?? false, "the answer is not about the input")
    }

    func continueWork(_ worker: Worker) async throws {
        try report.call(
            "for try await event in client.workers.continueStreaming(workerID: worker.id, input: \"\(Self.secondInput)\")"
        )
        let events = client.workers.continueStreaming(workerID: worker.id, input: Self.secondInput, budget: .high)
        let last = try await follow(events, of: worker, answers: 2)
        try report.expect(last?.outputText.contains(Self.secondInput) ?? false, "the answer is not about the input")
    }

    /// Shows the events of a stream and checks their order, the growing output and the final state.
    ///
    /// - Returns: The worker of the last event.
    private func follow(_ events: EventStream, of worker: Worker, answers: Int) async throws -> Worker? {
        var last: Worker?
        var lastID = 0
        var growths = 0
        var names: [String] = []
        for try await event in events {
            let id = event.id.flatMap { Int($0) } ?? -1
            try report.expect(id > lastID, "event \(event.id ?? "without id") came after \(lastID)")
            lastID = id
            names.append(event.event)
            guard let next = try? event.decode(Worker.self) else {
                try show(event, detail: Self.message(in: event))
                continue
            }
            let text = last?.outputText ?? ""
            try report.expect(next.id == worker.id, "the event is about \(next.id)")
            try report.expect(last == nil || next.outputText.hasPrefix(text), "the output does not grow")
            let isLonger = last != nil && next.outputText.count > text.count
            growths += isLonger ? 1 : 0
            let growth = isLonger ? " + " + Self.line(next.outputText.dropFirst(text.count)) : ""
            try show(event, detail: Self.line(next.status.description[...]) + palette.green(growth))
            last = next
        }
        try report.expect(growths >= 3, "the output grew \(growths) times")
        try report.expect(names.contains("message"), "no message was streamed")
        try report.expect(names.last == "done", "the last event is \(names.last ?? "missing")")
        try report.expect(
            last?.status == .completed,
            "the worker is \(last?.status.description ?? "unknown") at the end"
        )
        try report.expect(last?.running == false, "the worker runs on")
        try report.expect(last?.output.count == answers, "there are \(last?.output.count ?? 0) answers")
        try report.say("\(names.count) events; the output grew \(growths) times")
        return last
    }

    func retrieve(_ worker: Worker) async throws -> Worker {
        try report.call("client.workers.retrieve(workerID: worker.id)")
        let worker = try await client.workers.retrieve(workerID: worker.id)
        let tokens = worker.usage?.totalTokens ?? 0
        let files = worker.files.compactMap(\.filename)
        try report.say("\(worker.output.count) answers, \(worker.messages.count) messages, \(tokens) tokens")
        try report.say("files: \(files.joined(separator: ", ").terminalSafeLine)")
        let text = worker.output.map { $0.content.map(\.text).joined() }.joined(separator: "\n\n")
        try report.expect(worker.status == .completed && !worker.running, "the worker is \(worker.status)")
        try report.expect(worker.output.count == 2 && worker.messages.count == 4, "two rounds are not there")
        try report.expect(worker.output.allSatisfy { $0.role == .assistant }, "an answer is by someone else")
        try report.expect(worker.outputText == text, "output_text is not the text of the answers")
        try report.expect(tokens > 0 && worker.usage?.steps ?? 0 > 0, "the usage is missing")
        try report.expect(worker.costs != nil && worker.costs != .null, "the costs are missing")
        try report.expect(files.contains("scratchpad/plan.md"), "the plan was not published")
        try report.expect(worker.additionalProperties.isEmpty, "the worker has properties that no document names")
        return worker
    }

    private func show(_ event: ServerSentEvent, detail: String) throws {
        let number = "#\(event.id ?? "?")".padded(to: 5)
        let name = event.event.padded(to: 9)
        try report.say(palette.dim(number.terminalSafeLine) + palette.cyan(name.terminalSafeLine) + detail)
    }

    private static func message(in event: ServerSentEvent) -> String {
        let message = event.json
        let role = message?["role"]?.stringValue ?? "?"
        return line("\(role): \(message?["content"]?.stringValue ?? event.data)"[...])
    }

    /// The beginning of a text on one line.
    private static func line(_ text: Substring) -> String {
        let line = text.terminalSafe.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 64 ? line.prefix(63) + "…" : line
    }
}

extension Demo {
    /// Downloads a file into memory and to disk, and checks that the bytes are equal.
    func download(from worker: Worker) async throws {
        let path = "scratchpad/plan.md"
        let source = "client.workers.retrieveFile(workerID: worker.id, filePath: \"\(path)\")"
        let download = client.workers.retrieveFile(workerID: worker.id, filePath: path)

        try report.call(source + ".data()")
        let data = try await download.data()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        for line in lines.prefix(3) { try report.say(palette.green(line.terminalSafeLine)) }
        try report.expect(lines.first == "# \(Self.secondInput)", "the plan begins \(lines.first ?? "with nothing")")
        try report.expect(lines.count == 7, "the plan has \(lines.count) lines")

        try report.call(source + ".write(to: url)")
        let folder = FileManager.default.temporaryDirectory.appending(path: "handinger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try await download.write(to: folder.appending(path: "plan.md"))
        let type = file.contentType ?? "of no type"
        try report.say("\(file.byteCount) bytes, \(type.terminalSafeLine)")
        let published = worker.files.first { $0.filename == path }
        try report.expect(try Data(contentsOf: file.url) == data, "the file differs from the bytes in memory")
        try report.expect(file.byteCount == Int64(data.count), "\(file.byteCount) bytes are reported")
        try report.expect(file.suggestedFilename == "plan.md", "the name is \(file.suggestedFilename ?? "missing")")
        try report.expect(type == published?.mediaType, "the type is \(type)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        try report.expect(names == ["plan.md"], "the folder has \(names)")
    }

    func readEmailAddress(of worker: Worker) async throws {
        try report.call("client.workers.retrieveEmail(workerID: worker.id)")
        let address = try await client.workers.retrieveEmail(workerID: worker.id)
        try report.say(palette.cyan(address.terminalSafeLine))
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        try report.expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty }, "\(address) is no address")
        try report.expect(!address.contains("\""), "\(address) has quotes")
    }
}
