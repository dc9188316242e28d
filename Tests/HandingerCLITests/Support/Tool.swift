import APIRuntime
import Foundation
import HandingerServer

/// Runs the real `handinger` in a temporary folder with a clean environment.
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

    /// Runs the tool and waits for its exit.
    ///
    /// - Parameter input: The piped input; without it standard input is empty.
    func run(_ arguments: String..., input: String? = nil) async throws -> Run {
        try await run(list: arguments, input: input)
    }

    func run(list arguments: [String], input: String? = nil) async throws -> Run {
        let process = try start(arguments, input: input)
        return try await process.end()
    }

    /// Starts the tool; its output can be read while it runs.
    ///
    /// - Parameters:
    ///   - pipe: An open pipe for standard input instead of `input`.
    ///   - terminal: A terminal for standard input instead of `input`.
    ///   - output: A destination of standard output instead of a pipe.
    ///   - errors: A destination of standard error instead of a pipe.
    func start(
        _ arguments: [String],
        input: String? = nil,
        pipe: Pipe? = nil,
        terminal: Terminal? = nil,
        output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws -> RunningTool {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": home.path].merging(environment) { $1 }
        process.standardInput = pipe ?? terminal?.program ?? FileHandle.nullDevice
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

    /// Runs a closure with a tool and a `LocalServer`.
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

    /// Runs a closure with a tool and a server that returns one response to all requests.
    static func withAnswer<Result: Sendable>(
        status: Int = 200,
        headers: HTTPFields = [.contentType: "application/json"],
        body: String,
        _ use: (Tool, StubServer) async throws -> Result
    ) async throws -> Result {
        var headers = headers
        // Retries would slow down the test.
        if let name = HTTPField.Name("x-should-retry") { headers[name] = "false" }
        return try await withServer(StubServer(status: status, headers: headers, body: body), use)
    }

    /// Runs a closure with a tool and a server, which is stopped afterwards.
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

    /// The folder of the products, which also contains the test bundle.
    private static var executable: URL { programs.appending(path: "handinger") }

    /// The path of the folder with `handinger`.
    static var folderOfPrograms: String { programs.path }

    private static var programs: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        return bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
    }
}

/// A running `handinger` process.
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

    /// The next line of output; nil at the end.
    func line() async -> String? {
        await output.next()
    }

    func interrupt() {
        process.interrupt()
    }

    func terminate() {
        process.terminate()
    }

    /// Waits for the exit and returns the unread output.
    func end() async throws -> Tool.Run {
        let text = await output.rest()
        let errorText = await errors.rest()
        var status: Int32 = -1
        for await code in exit { status = code }
        return Tool.Run(status: status, output: text, errors: errorText)
    }
}

/// Reads a pipe on a separate thread, because a blocked pool thread could stall the server in this process.
private actor LineReader {
    private let chunks: AsyncStream<Data>
    private var buffer = Data()

    init(_ handle: FileHandle) {
        let (stream, continuation) = AsyncStream<Data>.makeStream()
        Thread.detachNewThread {
            // Unlike read(upToCount:), this returns as soon as there is any data.
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
