#if AsyncHTTPClient
import APIRuntime
import Foundation
import Synchronization
import TestSupport
import Testing

/// What only this transport does; everything else is in the tests that both pass.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct AsyncHTTPClientTests {
    #if os(Linux)
    @Test func itIsTheDefaultOnLinux() {
        #expect(APIClient.Configuration().transport is AsyncHTTPClientTransport)
    }
    #endif

    @Test func aSlowReaderSlowsTheServerAndNothingIsLost() async throws {
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        let sent = Gate()
        let count = 64
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \(count << 20)\r\n\r\n"
        let server = try LoopbackServer([.text(head)] + (0..<count).map { _ in .send(piece) } + [.open(sent)])
        let client = try makeClient(server)
        let file = Endpoint<Download>(id: "f", method: .get, path: "/f", response: .download)
        var bytes = try await client.api.download(file).open().body.makeAsyncIterator()
        var received = try await bytes.next()?.count ?? 0
        #expect(await sent.opens(within: 0.5) == false)
        while let chunk = try await bytes.next() { received += chunk.count }
        #expect(received == count << 20)
        #expect(await sent.opens())
    }

    @Test func theProxyOfTheEnvironmentIsUsed() async throws {
        let proxy = try LoopbackServer { _, request in
            request.method == "CONNECT" ? .raw("HTTP/1.1 200 OK\r\n\r\n") : .json(#"{"via":"proxy"}"#)
        }
        let server = try LoopbackServer(.json("{}"))
        let client = try makeClient(server) {
            $0.transport = AsyncHTTPClientTransport(environment: ["http_proxy": "http://u:p@127.0.0.1:\(proxy.port)"])
        }
        #expect(try await client.api.send(.any()) == ["via": "proxy"])
        let requests = proxy.requests
        #expect(requests.map(\.method) == ["CONNECT", "GET"])
        #expect(requests.first?.target == "127.0.0.1:\(server.port)")
        #expect(requests.first?["Proxy-Authorization"] == "Basic \(Data("u:p".utf8).base64EncodedString())")
        #expect(requests.first?["Authorization"] == nil)
        #expect(server.requests.isEmpty)
    }

    @Test func aProxyThatRefusesHasNotSentTheRequest() async throws {
        let proxy = try LoopbackServer(.status(403))
        let server = try LoopbackServer(.json("{}"))
        let client = try makeClient(server) {
            $0.transport = AsyncHTTPClientTransport(environment: ["http_proxy": "http://127.0.0.1:\(proxy.port)"])
        }
        let error = try await apiError { try await client.api.send(.any(.post)) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
    }

    @Test func aHandshakeThatFailsHasNotSentTheRequest() async throws {
        let listener = try Socket.listen()
        let port = Socket.port(of: listener)
        let thread = Thread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return Socket.close(listener) }
                _ = Socket.read(connection)
                _ = Socket.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), to: connection)
                Socket.close(connection)
            }
        }
        thread.start()
        defer { Socket.wakeAccept(listener) }
        let server = try LoopbackServer()
        let configuration = try makeClient(server).api.configuration
        let client = try HandingerClient(
            apiKey: "k",
            baseURL: "https://127.0.0.1:\(port)",
            configuration: configuration
        )
        let error = try await apiError { try await client.api.send(.any(.post)) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
        #expect(error.message.contains("trusted"))
    }

    @Test func aBodyThatIsHugeOnceDecompressedIsRefused() async throws {
        let body = Gzip.bomb(megabytes: 64)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        let server = try LoopbackServer([.text(head + "Content-Length: \(body.count)\r\n\r\n"), .send(body)])
        let client = try makeClient(server) {
            $0.transport = AsyncHTTPClientTransport(maximumDecompressedSize: 1 << 20)
        }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .limitExceeded)
        #expect(error.retries == 0)
        #expect(error.message.contains("maximumDecompressedSize"))
    }

    @Test func aTransportOfItsOwnEndsCleanly() async throws {
        let server = try LoopbackServer(.json("{}"))
        do {
            let client = try makeClient(server) { $0.transport = AsyncHTTPClientTransport(environment: [:]) }
            try await client.api.send(.any())
            #expect(server.openConnections == 1)
        }
        for _ in 0..<1_000 where server.openConnections > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(server.openConnections == 0)
    }
}
#endif
