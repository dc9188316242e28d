import FlyingSocks
import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One connection: takes its requests one after the other and writes their responses.
actor Connection {
    typealias Respond = @Sendable (_ request: HTTPRequest, _ body: [UInt8]) async -> RouteResponse

    private let socket: AsyncSocket
    private let limits: ServerLimits
    private let deadlines: DeadlineKeeper
    private let respond: Respond
    private var decoder: RequestDecoder
    /// Whether the client has ended its side.
    private var isAtEnd = false

    init(socket: AsyncSocket, limits: ServerLimits, deadlines: DeadlineKeeper, respond: @escaping Respond) {
        self.socket = socket
        self.limits = limits
        self.deadlines = deadlines
        self.respond = respond
        decoder = RequestDecoder(limits: limits)
    }

    /// Serves requests until one side ends the connection or the task is cancelled.
    func run() async {
        var isFirst = true
        do {
            while try await serveRequest(isFirst: isFirst) {
                isFirst = false
            }
        } catch let violation as RequestViolation {
            await refuse(violation)
        } catch {
            // The client has gone or the server stops; there is nobody to tell.
        }
    }

    /// Answers with an error and ends the connection, because what follows on it cannot be told.
    func refuse(_ violation: RequestViolation) async {
        let response = RouteError(violation.status, violation.reason).response
        try? await write(response, keepsAlive: false, understandsChunks: true)
        // Closing with unread bytes would reset the connection, and the client might never see the answer.
        try? await deadlines.limit(.seconds(1), or: Self.timeout) { try await self.drain() }
    }

    /// Returns whether the connection takes another request.
    private func serveRequest(isFirst: Bool) async throws -> Bool {
        if !isFirst && !decoder.isInsideRequest {
            let idle = try? await deadlines.limit(limits.idleTimeout, or: Self.timeout) { try await self.receive() }
            guard idle == true else { return false }
        }
        let head = try await deadlines.limit(limits.headTimeout, or: Self.timeout) { try await self.nextHead() }
        guard let head else { return false }
        try Loopback.check(head.request)
        if head.expectsContinue && head.body != .none && decoder.pendingCount == 0 {
            try await send(ResponseEncoder.interim)
        }
        let body = try await deadlines.limit(limits.bodyTimeout, or: Self.timeout) { try await self.nextBody() }
        let response = await respond(head.request, body)
        let isUnbounded = if case .stream = response.body { !head.understandsChunks } else { false }
        let keepsAlive = head.keepsAlive && !isUnbounded
        try await write(response, keepsAlive: keepsAlive, understandsChunks: head.understandsChunks)
        return keepsAlive
    }

    private static let timeout = RequestViolation(.requestTimeout, "The request did not come in time.")

    // MARK: - Reading

    /// The next head, or nil if the client ends the connection instead.
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

    /// Waits for more bytes; false if the client has ended the connection.
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

    /// Returns when the client has gone; keeps what it sends meanwhile for later, up to a bound.
    private func waitForEnd() async throws {
        while decoder.pendingCount < limits.headSize {
            guard try await receive() else { return }
        }
        // A client that sends that much while it is being answered is not watched any further.
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
        try await deadlines.limit(limits.writeTimeout, or: SocketError.disconnected) { [socket] in
            try await socket.write(Data(bytes))
        }
    }

    /// Runs an operation and cancels it when the client goes.
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
