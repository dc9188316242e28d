import APIRuntime
import Foundation

/// A server in a process of its own, so that its work is not counted.
final class Server {
    let baseURL: String
    private let process = Process()
    private let input = Pipe()

    init() throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["--serve"]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Problem("the benchmark's server does not start")
        }
        baseURL = "http://127.0.0.1:\(port)"
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The transport that clients use unless told otherwise.
    static var transport: any Transport { APIClient.Configuration().transport }

    var client: APIClient {
        get throws { try Self.client(baseURL: baseURL) }
    }

    /// A client without a service of its own.
    static func client(baseURL: String, transport: any Transport = Server.transport) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        let service = ServiceDescription(
            name: "Benchmark",
            version: "1",
            servers: [],
            security: [[.bearer]],
            environmentPrefix: "BENCHMARK"
        )
        return try APIClient(service: service, apiKey: "key", baseURL: baseURL, configuration: configuration)
    }
}

/// What the server's JSON and its events hold.
struct Payload: Codable, Sendable {
    var id: String
    var name: String
    var count: Int
    var isReady: Bool
}
