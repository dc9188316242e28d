#if CommandLine
import APIRuntime
import Foundation
import Synchronization

@testable import HandingerServer

/// A server that answers every request alike, and keeps what it was sent.
final class CannedServer: Sendable {
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

    /// - Parameter wait: What happens before the answer.
    init(
        status: Int = 200,
        headers: HTTPFields = [.contentType: "application/json"],
        body: String,
        after wait: @escaping @Sendable () async throws -> Void = {}
    ) async throws {
        let listener = try await Listener(port: 0)
        let log = ReceivedLog()
        baseURL = "http://127.0.0.1:\(listener.port)"
        received = log
        server = LoopbackServer(listener: listener) { head, bytes in
            log.requests.withLock { $0.append(Received(head: head, body: String(decoding: bytes, as: UTF8.self))) }
            try? await wait()
            return RouteResponse(
                status: HTTPResponse.Status(code: status),
                headers: headers,
                body: .bytes(Array(body.utf8))
            )
        }
    }

    var requests: [Received] { received.requests.withLock(\.self) }

    func stop() async {
        await server.stop()
    }
}
#endif
