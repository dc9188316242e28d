import APIRuntime
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
