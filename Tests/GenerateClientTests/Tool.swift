import Foundation

/// Runs the real `generate-client` in a temporary folder.
struct Tool {
    struct Run {
        var status: Int32
        var output: String
        var errors: String
    }

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "generate-client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Writes a file and returns its name, for use as an argument.
    @discardableResult
    func write(_ text: String, _ name: String = "openapi.yaml") throws -> String {
        try write(Data(text.utf8), name)
    }

    @discardableResult
    func write(_ data: Data, _ name: String = "openapi.yaml") throws -> String {
        try data.write(to: folder.appending(path: name))
        return name
    }

    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
        try runList(arguments, environment: environment)
    }

    func runList(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        try runProcess(Self.executable, arguments, environment)
    }

    /// Limits processor time and, where the system supports it, address space.
    func runLimited(_ arguments: [String], seconds: Int, megabytes: Int) throws -> Run {
        let limits = "ulimit -t \(seconds); ulimit -v \(megabytes * 1_024) 2>/dev/null; exec \"$0\" \"$@\""
        return try runProcess(
            URL(filePath: "/bin/sh"),
            ["-c", limits, Self.executable.path] + arguments,
            // Each thread would otherwise reserve an arena of 64 MiB.
            ["MALLOC_ARENA_MAX": "2"]
        )
    }

    private func runProcess(
        _ executable: URL,
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> Run {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = folder.appending(path: "stdout-\(UUID().uuidString)")
        let errors = folder.appending(path: "stderr-\(UUID().uuidString)")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }

    func files(in name: String) throws -> [String: Data] {
        let url = folder.appending(path: name)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: url.appending(path: $0))) }
        )
    }

    /// The tool is built next to the test bundle.
    private static var executable: URL {
        if let path = ProcessInfo.processInfo.environment["GENERATE_CLIENT"] { return URL(filePath: path) }
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let folder = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return folder.appending(path: "generate-client")
    }
}
