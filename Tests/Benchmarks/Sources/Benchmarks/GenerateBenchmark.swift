import Floors
import Foundation

/// The generator process, compared with libyaml emitting the events of the same document.
struct GenerateBenchmark {
    private let tool: String

    init(tool: String?) throws {
        let built = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(
            "HandingerGeneratorBuildTool-tool"
        )
        guard let path = tool ?? built?.path, FileManager.default.isExecutableFile(atPath: path) else {
            throw Problem("there is no generate-client beside the benchmark; give one with --tool")
        }
        self.tool = path
    }

    func figures() throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handinger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try documents(folder).flatMap { try figures(of: $0, folder) }
    }

    private func documents(_ folder: URL) throws -> [URL] {
        var documents = [Repository.root.appendingPathComponent("spec/openapi.yaml")]
        for document in [SyntheticDocument.yaml, .json] {
            let url = folder.appendingPathComponent(document.name)
            try Data(document.text.utf8).write(to: url)
            documents.append(url)
        }
        if let data = ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"] {
            let specs = URL(fileURLWithPath: data).appendingPathComponent("specs")
            let files = try FileManager.default.contentsOfDirectory(
                at: specs,
                includingPropertiesForKeys: [.fileSizeKey]
            )
            documents += files.filter { url in
                let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
                return size > 1_000_000 && ["yaml", "json"].contains(url.pathExtension)
            }.sorted { $0.path < $1.path }
        }
        return documents
    }

    /// The elapsed time, which a user waits for, and the processor time of all cores.
    private func figures(of document: URL, _ folder: URL) throws -> [Figure] {
        let bytes = [UInt8](try Data(contentsOf: document))
        let output = folder.appendingPathComponent("output")
        var (floor, wall, processor) = (Double.infinity, Double.infinity, Double.infinity)
        for _ in 0..<7 {
            let start = processorTime()
            guard floor_yaml_events(bytes, bytes.count) > 0 else {
                throw Problem("libyaml does not read \(document.path)")
            }
            floor = min(floor, processorTime() - start)
            try? FileManager.default.removeItem(at: output)
            let usage = try Subprocess.run(
                tool,
                ["--spec", document.path, "--output", output.path, "--module", "Benchmark"]
            )
            wall = min(wall, usage.seconds)
            processor = min(processor, usage.processorSeconds)
        }
        let size = String(format: "%.1f MB", Double(bytes.count) / 1e6)
        let name = "generate \(document.lastPathComponent), \(size)"
        return [
            .time("\(name): wall time", wall, floor: floor, "libyaml's events", target: 5, allowance: 0.03),
            .time("\(name): processor time", processor, floor: floor, "libyaml's events", target: nil),
        ]
    }
}

/// The measured package.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
