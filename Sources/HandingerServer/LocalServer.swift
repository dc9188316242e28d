#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An in-memory Handinger API on 127.0.0.1 with all operations and simulated workers.
///
/// Use it to try the client without an account, and in tests of your own code. The server runs from initialization
/// until ``stop()`` and keeps no data after that.
///
/// ```swift
/// try await LocalServer.withServer { server in
///     let client = try HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString)
///     let worker = try await client.workers.create(input: "Weather in Barcelona?")
/// }
/// ```
public final class LocalServer: Sendable {
    /// Settings of a server.
    public struct Configuration: Sendable {
        /// The port; 0 chooses a free one.
        public var port: Int
        /// The API key that clients must send; nil generates one.
        public var apiKey: String?
        /// The time between two changes of a busy worker; zero runs it without pauses.
        public var stepInterval: Duration
        /// The time between two comments on an idle stream.
        public var heartbeatInterval: Duration
        /// The clock for schedules and workers.
        public var clock: any ServerClock
        /// Returns the reply of a worker to an instruction; nil for the default reply.
        public var reply: (@Sendable (WorkerInstruction) -> WorkerReply)?

        /// Creates a configuration.
        public init(
            port: Int = 0,
            apiKey: String? = nil,
            stepInterval: Duration = .milliseconds(150),
            heartbeatInterval: Duration = .seconds(15),
            clock: any ServerClock = SystemClock(),
            reply: (@Sendable (WorkerInstruction) -> WorkerReply)? = nil
        ) {
            self.port = port
            self.apiKey = apiKey
            self.stepInterval = stepInterval
            self.heartbeatInterval = heartbeatInterval
            self.clock = clock
            self.reply = reply
        }
    }

    /// The base URL of the server, such as `http://127.0.0.1:49152`.
    public let baseURL: URL
    /// The API key that clients must send.
    public let apiKey: String

    private let store: Store
    private let server: LoopbackServer

    /// Starts a server.
    ///
    /// - Throws: ``LocalServerError`` if the port is unavailable or the API key is invalid.
    public init(configuration: Configuration = Configuration()) async throws {
        let apiKey = configuration.apiKey ?? "hdg_local_\(ULID.make(at: Date()))"
        guard !apiKey.isEmpty, apiKey.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw LocalServerError.invalidAPIKey
        }
        self.apiKey = apiKey
        let listener = try await Listener(port: configuration.port)
        var address = URLComponents()
        (address.scheme, address.host, address.port) = ("http", "127.0.0.1", listener.port)
        guard let baseURL = address.url else { throw LocalServerError.invalidPort(listener.port) }
        self.baseURL = baseURL
        store = Store(
            settings: SimulationSettings(
                clock: configuration.clock,
                stepInterval: configuration.stepInterval,
                heartbeatInterval: configuration.heartbeatInterval,
                reply: configuration.reply ?? { WorkerReply(to: $0) },
                baseURL: baseURL
            )
        )
        let router = Router(routes: Route.all(Handlers(store: store)), apiKey: apiKey)
        server = LoopbackServer(listener: listener) { await router.respond(to: $0, body: $1) }
    }

    deinit {
        Task { [store] in await store.stop() }
    }

    /// Closes all connections, cancels all work and returns when both have ended. A stopped server cannot be restarted.
    public func stop() async {
        await server.stop()
        await store.stop()
    }

    /// Runs a server while a closure runs.
    ///
    /// - Returns: The result of the closure.
    /// - Throws: ``LocalServerError`` if the port is unavailable, or the error of the closure.
    public static func withServer<Result: Sendable>(
        _ configuration: Configuration = Configuration(),
        _ body: (LocalServer) async throws -> Result
    ) async throws -> Result {
        let server = try await LocalServer(configuration: configuration)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }
}
