import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// A client of a test server without environment, delays and jitter. The server lives as long as the client.
func makeClient(
    _ server: ScriptedServer,
    apiKey: String? = "test-key",
    path: String = "",
    configure: (inout APIClient.Configuration) -> Void = { _ in }
) throws -> HandingerClient {
    var configuration = APIClient.Configuration()
    configuration.environment = [:]
    configuration.timeout = nil
    configuration.clock = RecordingClock()
    configuration.random = { 0 }
    configure(&configuration)
    let now = configuration.now
    configuration.now = { withExtendedLifetime(server, now) }
    return try HandingerClient(apiKey: apiKey, baseURL: server.baseURL + path, configuration: configuration)
}

#if canImport(Glibc)
/// A client of a test server over a separate, configured transport.
func makeCurlClient(
    _ server: ScriptedServer,
    configure: (inout CurlTransport.Configuration) -> Void = { _ in }
) throws -> HandingerClient {
    var options = CurlTransport.Configuration()
    configure(&options)
    let transport = CurlTransport(configuration: options)
    return try makeClient(server) { $0.transport = transport }
}
#endif

extension Endpoint where Response == JSONValue {
    /// A call that returns any JSON.
    static func any(
        _ method: HTTPRequest.Method = .get,
        _ path: RequestPath = "/x",
        body: RequestBody? = nil,
        isRetrySafe: Bool? = nil
    ) -> Endpoint {
        Endpoint(id: "any", method: method, path: path, body: body, response: .json, isRetrySafe: isRetrySafe)
    }
}

extension Endpoint where Response == EventStream {
    /// A stream.
    static var events: Endpoint { Endpoint(id: "events", method: .get, path: "/stream", response: .events) }
}

/// Returns the error that a call throws.
func apiError<Value>(
    _ call: () async throws -> Value,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> APIError {
    do {
        _ = try await call()
    } catch let error as APIError {
        return error
    }
    Issue.record("expected an error", sourceLocation: sourceLocation)
    throw CancellationError()
}

/// A temporary folder for one test.
struct TemporaryFolder: ~Copyable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("runtime-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var contents: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}
