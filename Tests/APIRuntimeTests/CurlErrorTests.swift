#if canImport(Glibc)
import Foundation
import Glibc
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// The codes and messages of transport errors.
@Suite(.timeLimit(.minutes(2)), .opensConnections) struct CurlErrorTests {
    @Test func reportsTheHeaderLimit() async throws {
        let field = String(repeating: "x", count: 10_000_000)
        let server = try ScriptedServer(.raw("HTTP/1.1 200 OK\r\nX: \(field)\r\n\r\n", then: [.close]))
        let error = try await apiError { try await makeCurlClient(server).api.send(.any(.post)) }
        #expect(error.code == .responseValidation, "\(error)")
        #expect(error.message.contains("100 KiB"), "\(error.message)")
    }

    @Test func tooManyFieldsAreAnError() async throws {
        let fields = String(repeating: "a:\n", count: 70_000)
        for text in [
            "HTTP/1.1 200 OK\n\(fields)\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(fields)\n",
        ] {
            let server = try ScriptedServer(.raw(text, then: [.close]))
            let error = try await apiError { try await makeCurlClient(server).api.send(.any(.post)) }
            #expect(error.code == .responseValidation, "\(error)")
            #expect(error.message.contains("10000 header fields"), "\(error.message)")
        }
    }

    @Test(arguments: [1_100_000, 9_000_000]) func rejectsOversizedRequests(size: Int) async throws {
        let server = try ScriptedServer(.json("{}"))
        let transport = CurlTransport()
        let text = String(repeating: "a", count: size)
        for isField in [true, false] {
            var request = HTTPRequest(
                method: .get,
                scheme: "http",
                authority: "127.0.0.1:\(server.port)",
                path: isField ? "/" : "/?q=" + text
            )
            if isField { request.headerFields[.userAgent] = text }
            let error = await #expect(throws: APIError.self) {
                try await transport.send(request, body: nil, options: TransportOptions())
            }
            #expect(error?.code == .invalidRequest)
            #expect(error?.message.contains("1000000 bytes") == true)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func rejectsNonASCIIHosts() async throws {
        let request = HTTPRequest(method: .get, scheme: "http", authority: "m\u{FC}nchen.example", path: "/")
        let error = await #expect(throws: APIError.self) {
            try await CurlTransport().send(request, body: nil, options: TransportOptions())
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("xn--") == true)
    }

    @Test func rejectsLongUnixSocketPaths() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeCurlClient(server) { $0.unixSocketPath = "/" + String(repeating: "x", count: 200) }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .configuration, "\(error)")
        #expect(error.message.contains("107 bytes"))
    }

    /// The page of the proxy is not a response of the server.
    @Test func reportsProxyAuthentication() async throws {
        let proxy = try ScriptedServer(.status(407, headers: [("Proxy-Authenticate", "Basic realm=\"x\"")], body: "no"))
        let client = try makeCurlClient(ScriptedServer()) { $0.proxy = .url(proxy.baseURL) }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .connection, "\(error)")
        #expect((error.cause as? TransportError)?.reason == .proxyRefused)
        #expect(error.message.contains("407"))
        #expect(proxy.requests.count == 1)
    }

    @Test func reportsIncompatibleLibraries() throws {
        let other = try #require(dlopen("libz.so.1", RTLD_NOW))
        defer { dlclose(other) }
        let error = #expect(throws: APIError.self) { try CurlLibrary.checkSymbols(of: other) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("curl_global_init") == true)
    }

    /// Raw deflate, whose first byte arrives separately.
    @Test(arguments: [false, true]) func deflateMayComeInSmallPieces(hasWrapper: Bool) async throws {
        let text = "hello world, hello world"
        let whole = Gzip.wrap(Array(text.utf8))
        let deflated = Array(whole[10..<(whole.count - 8)])
        var (low, high) = (UInt32(1), UInt32(0))
        for byte in text.utf8 {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let sum = high << 16 | low
        let trailer = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
        let bytes = hasWrapper ? [0x78, 0x9C] + deflated + trailer : deflated
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunks = bytes.map { Array("1\r\n".utf8) + [$0] + Array("\r\n".utf8) } + [Array("0\r\n\r\n".utf8)]
        let server = try ScriptedServer([.text(head), .send(Array(chunks.joined()))])
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/x")
        let (_, body) = try await CurlTransport().send(request, body: nil, options: TransportOptions())
        #expect(try await body.collect() == Array(text.utf8))
    }
}
#endif
