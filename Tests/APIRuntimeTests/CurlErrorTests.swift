#if canImport(Glibc)
import Foundation
import Glibc
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Errors of the transport: of the right kind, with words that say what is wrong.
@Suite(.timeLimit(.minutes(2)), .opensConnections) struct CurlErrorTests {
    private static func client(
        _ server: LoopbackServer,
        configure: (inout CurlTransport.Configuration) -> Void = { _ in }
    ) throws -> HandingerClient {
        var options = CurlTransport.Configuration()
        configure(&options)
        let transport = CurlTransport(configuration: options)
        return try makeClient(server) { $0.transport = transport }
    }

    @Test func tooManyFieldsAreAnError() async throws {
        let fields = String(repeating: "a:\n", count: 70_000)
        for text in [
            "HTTP/1.1 200 OK\n\(fields)\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(fields)\n",
        ] {
            let server = try LoopbackServer(.raw(text, then: [.close]))
            let error = try await apiError { try await Self.client(server).api.send(.any(.post)) }
            #expect(error.code == .responseValidation, "\(error)")
            #expect(error.message.contains("10000 header fields"), "\(error.message)")
        }
    }

    @Test func aLibraryWithoutTheFunctionsIsNamed() throws {
        let other = try #require(dlopen("libz.so.1", RTLD_NOW))
        defer { dlclose(other) }
        let error = #expect(throws: APIError.self) { try CurlLibrary.checkSymbols(of: other) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("curl_global_init") == true)
    }
}
#endif
