import APIRuntime
import Foundation
import Synchronization

@testable import HandingerServer

/// A server that returns stubbed responses and records requests.
final class StubServer: Sendable {
    struct Received: Sendable {
        var head: HTTPRequest
        var body: String
    }

    let baseURL: String
    private let server: LoopbackServer
    private let received: ReceivedLog

    private final class ReceivedLog: Sendable {
        let requests = Mutex<[Received]>([])
    }

    /// Creates a server with the same response to every request.
    ///
    /// - Parameter wait: A delay before the response.
    convenience init(
        status: Int = 200,
        headers: HTTPFields = [.contentType: "application/json"],
        body: String,
        after wait: @escaping @Sendable () async throws -> Void = {}
    ) async throws {
        try await self.init { _, _ in
            try? await wait()
            return RouteResponse(
                status: HTTPResponse.Status(code: status),
                headers: headers,
                body: .bytes(Array(body.utf8))
            )
        }
    }

    /// - Parameter answer: Returns the response to the request with an index.
    init(answer: @escaping @Sendable (_ index: Int, _ request: HTTPRequest) async -> RouteResponse) async throws {
        let listener = try await Listener(port: 0)
        let log = ReceivedLog()
        baseURL = "http://127.0.0.1:\(listener.port)"
        received = log
        server = LoopbackServer(listener: listener) { head, bytes in
            let request = Received(head: head, body: String(decoding: bytes, as: UTF8.self))
            let index = log.requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            return await answer(index, head)
        }
    }

    var requests: [Received] { received.requests.withLock(\.self) }

    /// A response whose body ends with a failure.
    static func broken(_ body: String, headers: HTTPFields) -> RouteResponse {
        RouteResponse(
            headers: headers,
            body: .stream { write in
                try await write(Array(body.utf8))
                throw CancellationError()
            }
        )
    }

    static func answer(_ status: Int, _ body: String, headers: HTTPFields) -> RouteResponse {
        RouteResponse(status: HTTPResponse.Status(code: status), headers: headers, body: .bytes(Array(body.utf8)))
    }

    func stop() async {
        await server.stop()
    }
}
