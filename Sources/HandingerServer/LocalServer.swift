#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The Handinger API in memory, on 127.0.0.1: every operation, with simulated workers that cost nothing.
///
/// Use it to try the client out and in tests of your own code. A server runs from when it is started until it is
/// stopped, and forgets everything then.
///
/// ```swift
/// try await LocalServer.withServer { server in
///     let client = try HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString)
///     let worker = try await client.workers.create(input: "Weather in Barcelona?")
/// }
/// ```
public final class LocalServer: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// The port; 0 takes one that is free.
        public var port: Int
        /// The key that clients must send; nil makes one up.
        public var apiKey: String?
        /// The time between two changes of a worker that works; zero makes it work as fast as it can.
        public var stepInterval: Duration
        /// The time between two comments on a stream on which nothing else happens.
        public var heartbeatInterval: Duration
        /// The time that schedules and workers go by.
        public var clock: any ServerClock
        /// What a worker makes of an instruction; nil for a reply that says what was asked.
        public var reply: (@Sendable (WorkerInstruction) -> WorkerReply)?

        /// Makes a configuration.
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

    /// Where the server is, such as `http://127.0.0.1:49152`.
    public let baseURL: URL
    /// The key that clients must send.
    public let apiKey: String

    private let store: Store
    private let server: LoopbackServer

    /// Starts a server.
    ///
    /// - Throws: ``LocalServerError`` if the port cannot be had or the key is none.
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

    /// Ends all connections and all work, and returns when none is left. A server that is stopped stays so.
    public func stop() async {
        await server.stop()
        await store.stop()
    }

    /// Runs a server for as long as a closure runs.
    ///
    /// - Returns: What the closure returns.
    /// - Throws: ``LocalServerError`` if the port cannot be had, and what the closure throws.
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
