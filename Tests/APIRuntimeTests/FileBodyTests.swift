import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// File uploads: if the file changes meanwhile, the call throws, and the server receives all of it or nothing.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct FileBodyTests {
    private static func bodies(of url: URL) -> [RequestBody] {
        [.file(url), .multipart([.file("f", FileUpload(contentsOf: url))])]
    }

    /// Changes a file after the request was built and before it is sent.
    private struct Meddler: Middleware {
        let change: @Sendable () -> Void

        func interceptAttempt(
            _ request: HTTPRequest,
            body: HTTPBody?,
            context: MiddlewareContext,
            next: Next
        ) async throws -> (HTTPResponse, HTTPBody) {
            change()
            return try await next(request, body: body)
        }
    }

    @Test func rejectsAnythingButRegularFiles() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe.path, 0o600) == 0)
        let server = try ScriptedServer(.json("{}"))
        for url in [folder.url, folder.file("missing"), pipe] {
            for body in Self.bodies(of: url) {
                let error = try await apiError { try await makeClient(server).api.send(.any(.post, body: body)) }
                #expect(error.code == .file)
                #expect(error.message.contains(url.lastPathComponent))
            }
        }
        #expect(server.requests.isEmpty)
    }

    @Test func followsLinks() async throws {
        let folder = try TemporaryFolder()
        try Data("content".utf8).write(to: folder.file("target"))
        try FileManager.default.createSymbolicLink(at: folder.file("link"), withDestinationURL: folder.file("target"))
        let server = try ScriptedServer(.json("{}"))
        for body in Self.bodies(of: folder.file("link")) {
            try await makeClient(server).api.send(.any(.post, body: body))
            #expect(server.requests.last?.text.contains("content") == true)
        }
    }

    @Test func reportsMissingFilesAtOnce() async throws {
        let folder = try TemporaryFolder()
        let url = folder.file("file")
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) {
            $0.middleware = [Meddler { try? FileManager.default.removeItem(at: url) }]
        }
        for number in 0...1 {
            try Data("content".utf8).write(to: url)
            let body = Self.bodies(of: url)[number]
            let error = try await apiError { try await client.api.send(.any(.post, body: body)) }
            #expect(error.code == .file)
            #expect(error.retries == 0)
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["longer than it was", ""])
    func rejectsFilesThatChangeTheirLength(content: String) async throws {
        let folder = try TemporaryFolder()
        let url = folder.file("file")
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) { $0.middleware = [Meddler { try? Data(content.utf8).write(to: url) }] }
        for number in 0...1 {
            try Data("content".utf8).write(to: url)
            let body = Self.bodies(of: url)[number]
            let error = try await apiError { try await client.api.send(.any(.post, body: body)) }
            #expect(error.code == .file)
        }
        #expect(server.requests.isEmpty)
    }
}
