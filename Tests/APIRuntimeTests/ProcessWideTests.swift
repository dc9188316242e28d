#if os(Linux) && compiler(>=6.2)
import APIRuntime
import Foundation
import Glibc
import HandingerTestSupport
import Testing

/// Tests that change the whole process and so run in a separate one.
@Suite(.opensConnections) struct ProcessWideTests {
    /// A full disk: with a limit on the file size, writes beyond it fail as they would there.
    @Test func aFullDiskLeavesTheOldFileAndNothingElse() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 65_536, rlim_max: 65_536)
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)

            let folder = try TemporaryFolder()
            let old = Data("old".utf8)
            try old.write(to: folder.file("f"))
            let body = String(repeating: "x", count: 1 << 20)
            let server = try LoopbackServer(.status(200, body: body, contentType: "text/plain"))
            let target = folder.file("f")
            let error = try await apiError {
                try await makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f")
                    .write(to: target, overwriting: true)
            }
            try #require(error.code == .file)
            try #require(error.message.contains("File too large"))
            try #require(error.operation == "workers.retrieveFile")
            // A retry would not fit either.
            try #require(server.requests.count == 1)
            try #require(try Data(contentsOf: target) == old)
            try #require(folder.contents == ["f"])
        }
    }

    @Test func theProxyOfTheEnvironmentIsUsed() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer(.json(#"{"by":"proxy"}"#))
            setenv("http_proxy", proxy.baseURL, 1)
            setenv("no_proxy", "localhost,127.0.0.1", 1)
            let direct = try LoopbackServer(.json(#"{"by":"itself"}"#))
            var configuration = try makeClient(direct).api.configuration
            configuration.transport = CurlTransport()
            let client = try HandingerClient(
                apiKey: "k",
                baseURL: "http://api.invalid",
                configuration: configuration
            )
            try #require(try await client.api.get("/x") == ["by": "proxy"])
            try #require(proxy.requests.map(\.target) == ["http://api.invalid/x"])
            let near = try client.api.copy(baseURL: direct.baseURL)
            try #require(try await near.get("/x") == ["by": "itself"])
        }
    }
}
#endif
