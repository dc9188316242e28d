import FlyingSocks
import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An HTTP/1.1 connection; serves its requests one after the other.
actor Connection {
    typealias Respond = @Sendable (_ request: HTTPRequest, _ body: [UInt8]) async -> RouteResponse

    private let socket: AsyncSocket
    private let limits: ServerLimits
    private let deadlines: DeadlineTimer
    private let respond: Respond
    private var decoder: RequestDecoder
    /// Whether the client has closed its side.
    private var isAtEnd = false

    init(socket: AsyncSocket, limits: ServerLimits, deadlines: DeadlineTimer, respond: @escaping Respond) {
        self.socket = socket
        self.limits = limits
        self.deadlines = deadlines
        self.respond = respond
        decoder = RequestDecoder(limits: limits)
    }

    /// Serves requests until either side closes the connection or the task is cancelled.
    func run() async {
        var isFirst = true
        do {
            while try await serveRequest(isFirst: isFirst) {
                isFirst = false
            }
        } catch let violation as RequestViolation {
            await refuse(violation)
        } catch {
            // The client has disconnected or the server stops, so nobody would read a response.
        }
    }

    /// Sends an error response and ends the connection, because the start of the next request is unknown.
    func refuse(_ violation: RequestViolation) async {
        let response = RouteError(violation.status, violation.reason).response
        try? await write(response, keepsAlive: false, understandsChunks: true)
        // Closing with unread bytes would reset the connection before the client has read the response.
        try? await deadlines.withTimeout(.seconds(1), or: Self.timeout) { try await self.drain() }
    }

    /// Serves one request; returns whether the connection stays open.
    private func serveRequest(isFirst: Bool) async throws -> Bool {
        if !isFirst && !decoder.isInsideRequest {
            let idle = try? await deadlines.withTimeout(limits.idleTimeout, or: Self.timeout) {
                try await self.receive()
            }
            guard idle == true else { return false }
        }
        let head = try await deadlines.withTimeout(limits.headTimeout, or: Self.timeout) { try await self.nextHead() }
        guard let head else { return false }
        try LoopbackPolicy.check(head.request)
        if head.expectsContinue && head.body != .none && decoder.pendingCount == 0 {
            try await send(ResponseEncoder.interim)
        }
        let body = try await deadlines.withTimeout(limits.bodyTimeout, or: Self.timeout) { try await self.nextBody() }
        let response = await respond(head.request, body)
        let isUnbounded = if case .stream = response.body { !head.understandsChunks } else { false }
        let keepsAlive = head.keepsAlive && !isUnbounded
        try await write(response, keepsAlive: keepsAlive, understandsChunks: head.understandsChunks)
        return keepsAlive
    }

    private static let timeout = RequestViolation(.requestTimeout, "The request did not come in time.")

    // MARK: - Reading

    /// The next request head; nil if the client closes the connection.
    private func nextHead() async throws -> RequestHead? {
        while true {
            if case .head(let head)? = try decoder.next() { return head }
            guard try await receive() else { return nil }
        }
    }

    private func nextBody() async throws -> [UInt8] {
        while true {
            if case .body(let body)? = try decoder.next() { return body }
            guard try await receive() else { throw SocketError.disconnected }
        }
    }

    /// Reads more bytes; returns false if the client has closed the connection.
    private func receive() async throws -> Bool {
        do {
            decoder.receive(try await socket.read(atMost: 4_096))
            return true
        } catch SocketError.disconnected {
            isAtEnd = true
            return false
        }
    }

    private func drain() async throws {
        while !isAtEnd { _ = try await socket.read(atMost: 4_096) }
    }

    /// Returns when the client disconnects; buffers pipelined bytes up to a limit.
    private func waitForEnd() async throws {
        while decoder.pendingCount < limits.headSize {
            guard try await receive() else { return }
        }
        // Beyond the limit, stop reading: the client is no longer watched for a disconnect.
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    // MARK: - Writing

    private func write(_ response: RouteResponse, keepsAlive: Bool, understandsChunks: Bool) async throws {
        var bytes = ResponseEncoder.head(
            response,
            date: Date(),
            keepsAlive: keepsAlive,
            isChunked: understandsChunks
        )
        switch response.body {
        case .empty:
            try await send(bytes)
        case .bytes(let body):
            bytes += body
            try await send(bytes)
        case .stream(let write):
            try await send(bytes)
            try await whileConnected {
                try await write { piece in
                    guard !piece.isEmpty else { return }
                    try await self.send(understandsChunks ? ResponseEncoder.chunk(piece) : piece)
                }
            }
            if understandsChunks { try await send(ResponseEncoder.lastChunk) }
        }
    }

    private func send(_ bytes: [UInt8]) async throws {
        try await deadlines.withTimeout(limits.writeTimeout, or: SocketError.disconnected) { [socket] in
            try await socket.write(Data(bytes))
        }
    }

    /// Runs an operation and cancels it if the client disconnects.
    private func whileConnected(_ operation: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await self.waitForEnd()
                throw SocketError.disconnected
            }
            group.addTask { try await operation() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// Limits of sizes, connections and times.
struct ServerLimits: Sendable {
    /// The maximum size of the request line and header fields in bytes; beyond it the response is 431 (414 for the
    /// request line alone).
    var headSize = 80 * 1024
    /// The maximum size of a body in bytes; beyond it the response is 413.
    var bodySize = 2 * 1024 * 1024
    /// The maximum number of connections; beyond it the response is 503.
    var connections = 1_000
    /// The time from the start of a connection, or from the first byte of a later request, to the end of its head.
    var headTimeout: Duration = .seconds(10)
    /// The time from the end of a head to the end of the body.
    var bodyTimeout: Duration = .seconds(30)
    /// The time that a connection may be idle between two requests.
    var idleTimeout: Duration = .seconds(60)
    /// The time that a client may leave a part of a response unread.
    var writeTimeout: Duration = .seconds(60)
    /// The maximum delay with which a timeout takes effect.
    var precision: Duration = .milliseconds(250)
}
