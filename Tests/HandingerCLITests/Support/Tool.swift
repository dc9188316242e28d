import APIRuntime
import Foundation
import HandingerServer

/// Runs the real `handinger`, in a folder of its own and with nothing of this process's settings.
struct Tool {
    struct Run {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The working folder.
    let folder: URL
    private let home: URL
    var environment: [String: String] = [:]

    init() throws {
        home = FileManager.default.temporaryDirectory.appending(path: "handinger-\(UUID().uuidString)")
        folder = home.appending(path: "work")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: home)
    }

    /// Runs it to its end.
    ///
    /// - Parameter input: What is piped in; without it standard input is empty.
    func run(_ arguments: String..., input: String? = nil) async throws -> Run {
        try await run(list: arguments, input: input)
    }

    func run(list arguments: [String], input: String? = nil) async throws -> Run {
        let process = try start(arguments, input: input)
        return try await process.end()
    }

    /// Starts it, with its output to be read as it comes.
    ///
    /// - Parameters:
    ///   - terminal: What it is to read from instead of `input`.
    ///   - output: Where its output shall go instead.
    ///   - errors: Where what it writes to standard error shall go instead.
    func start(
        _ arguments: [String],
        input: String? = nil,
        terminal: Terminal? = nil,
        output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws -> RunningTool {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": home.path].merging(environment) { $1 }
        process.standardInput = terminal?.program ?? FileHandle.nullDevice
        if let input {
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
            process.standardInput = pipe
        }
        return try RunningTool(process, output: output, errors: errors)
    }

    @discardableResult
    func write(_ data: Data, _ name: String) throws -> String {
        try data.write(to: folder.appending(path: name))
        return name
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Runs a closure with a tool whose environment leads to a server of its own.
    static func with<Result: Sendable>(
        _ configuration: LocalServer.Configuration = .init(stepInterval: .zero),
        _ body: (Tool, LocalServer) async throws -> Result
    ) async throws -> Result {
        try await LocalServer.withServer(configuration) { server in
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment["HANDINGER_BASE_URL"] = server.baseURL.absoluteString
            tool.environment["HANDINGER_API_KEY"] = server.apiKey
            return try await body(tool, server)
        }
    }

    /// Runs a closure with a tool whose environment leads to a server that answers every request alike.
    static func withAnswer<Result: Sendable>(
        status: Int = 200,
        headers: HTTPFields = [.contentType: "application/json"],
        body: String,
        _ use: (Tool, StubServer) async throws -> Result
    ) async throws -> Result {
        var headers = headers
        // Retries would only take time.
        if let name = HTTPField.Name("x-should-retry") { headers[name] = "false" }
        return try await withServer(StubServer(status: status, headers: headers, body: body), use)
    }

    /// Runs a closure with a tool whose environment leads to a server, which is stopped then.
    static func withServer<Result: Sendable>(
        _ server: StubServer,
        _ use: (Tool, StubServer) async throws -> Result
    ) async throws -> Result {
        var tool = try Tool()
        defer { tool.remove() }
        tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
        do {
            let result = try await use(tool, server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    /// The products stand beside the bundle of the tests.
    private static var executable: URL { programs.appending(path: "handinger") }

    /// The path of the folder with `handinger` in it.
    static var folderOfPrograms: String { programs.path }

    private static var programs: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        return bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
    }
}

/// A `handinger` that runs.
final class RunningTool: Sendable {
    let process: Process
    private let output: LineReader
    private let errors: LineReader
    private let exit: AsyncStream<Int32>

    init(_ process: Process, output: FileHandle? = nil, errors: FileHandle? = nil) throws {
        let (exit, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        let outputPipe = Pipe()
        let errorPipe = Pipe()
        process.standardOutput = output ?? outputPipe
        process.standardError = errors ?? errorPipe
        try process.run()
        try? outputPipe.fileHandleForWriting.close()
        try? errorPipe.fileHandleForWriting.close()
        self.process = process
        self.output = LineReader(outputPipe.fileHandleForReading)
        self.errors = LineReader(errorPipe.fileHandleForReading)
        self.exit = exit
    }

    /// The next line of its output; nil at the end.
    func line() async -> String? {
        await output.next()
    }

    func interrupt() {
        process.interrupt()
    }

    func terminate() {
        process.terminate()
    }

    /// Waits for its end, and gives back what has not been read.
    func end() async throws -> Tool.Run {
        let text = await output.rest()
        let errorText = await errors.rest()
        var status: Int32 = -1
        for await code in exit { status = code }
        return Tool.Run(status: status, output: text, errors: errorText)
    }
}

/// Reads a pipe on a thread of its own: what waits here must not hold up the server that is to answer.
private actor LineReader {
    private let chunks: AsyncStream<Data>
    private var buffer = Data()

    init(_ handle: FileHandle) {
        let (stream, continuation) = AsyncStream<Data>.makeStream()
        Thread.detachNewThread {
            // Unlike read(upToCount:), this does not wait for more than there is.
            while case let data = handle.availableData, !data.isEmpty { continuation.yield(data) }
            continuation.finish()
        }
        chunks = stream
    }

    func next() async -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(buffer[..<end])
                buffer = Data(buffer[(end + 1)...])
                return String(decoding: line, as: UTF8.self)
            }
            guard let chunk = await nextChunk() else { return nil }
            buffer += chunk
        }
    }

    private func nextChunk() async -> Data? {
        for await chunk in chunks { return chunk }
        return nil
    }

    func rest() async -> String {
        while let chunk = await nextChunk() { buffer += chunk }
        defer { buffer = Data() }
        return String(decoding: buffer, as: UTF8.self)
    }
}
