import APIRuntime
import Foundation

/// A server program that prints its port and runs until its standard input ends.
final class ServerProcess {
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Problem("\(path) does not start as a server")
        }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// A server in a separate process, so that its work is not measured.
final class Server {
    let baseURL: String
    private let process: ServerProcess

    init() throws {
        process = try ServerProcess(Subprocess.ownPath, ["--serve"])
        baseURL = "http://127.0.0.1:\(process.port)"
    }

    /// The default transport of clients.
    static let transport = APIClient.Configuration().transport

    var client: APIClient {
        get throws { try Self.client(baseURL: baseURL) }
    }

    /// A client for the benchmark server.
    static func client(baseURL: String, transport: any Transport = Server.transport) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        let metadata = APIMetadata(
            name: "Benchmark",
            version: "1",
            servers: [],
            security: [[.bearer]],
            environmentPrefix: "BENCHMARK"
        )
        return try APIClient(metadata: metadata, apiKey: "key", baseURL: baseURL, configuration: configuration)
    }
}

/// The payload of the server's JSON and events.
struct Payload: Codable, Sendable {
    var id: String
    var name: String
    var count: Int
    var isReady: Bool
}
