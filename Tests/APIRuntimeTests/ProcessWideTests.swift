#if os(Linux) && compiler(>=6.2)
import APIRuntime
import Foundation
import Glibc
import HandingerTestSupport
import Testing

/// Tests that change the whole process and so run in a separate one.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ProcessWideTests {
    /// A full disk: with a limit on the file size, writes beyond it fail as they would there.
    @Test func keepsTheOldFileOnAFullDisk() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 65_536, rlim_max: 65_536)
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)

            let folder = try TemporaryFolder()
            let old = Data("old".utf8)
            try old.write(to: folder.file("f"))
            let body = String(repeating: "x", count: 1 << 20)
            let server = try ScriptedServer(.status(200, body: body, contentType: "text/plain"))
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

    @Test func usesTheProxyOfTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = try ScriptedServer(.json(#"{"by":"proxy"}"#))
            setenv("http_proxy", proxy.baseURL, 1)
            setenv("no_proxy", "localhost,127.0.0.1", 1)
            let direct = try ScriptedServer(.json(#"{"by":"itself"}"#))
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

    @Test func reportsAnInvalidProxyOfTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer(.json("{}"))
            let client = try makeClient(server) { $0.transport = CurlTransport() }
            for proxy in ["http://user:SECRET@bad host", "odd://user:SECRET@host", "http://user:SECRET@host:port"] {
                setenv("http_proxy", proxy, 1)
                let error = try await apiError { try await client.api.send(.any()) }
                try #require(error.code == .configuration, "\(error)")
                try #require(error.message.contains("http_proxy"))
                try #require(!"\(error)".contains("SECRET"))
                try #require(error.retries == 0)
            }
            try #require(server.requests.isEmpty)
        }
    }

    /// OpenSSL frees its state at exit, while the thread of the loop still runs.
    @Test(arguments: 0..<5) func exitsDuringHandshakes(attempt: Int) async throws {
        await #expect(processExitsWith: .success) {
            let listener = try Socket.listen()
            let hasBegun = Gate()
            Thread {
                while true {
                    let connection = accept(listener, nil, nil)
                    if Socket.read(connection) != nil { hasBegun.open() }
                    Socket.close(connection)
                }
            }.start()
            var configuration = APIClient.Configuration()
            configuration.maxRetries = 0
            let url = "https://127.0.0.1:\(Socket.port(of: listener))"
            let client = try HandingerClient(apiKey: "k", baseURL: url, configuration: configuration)
            // Each handshake reads all certificate authorities.
            for _ in 0..<20 { Task.detached { _ = try? await client.api.send(.any()) } }
            try #require(await hasBegun.opens())
            exit(EXIT_SUCCESS)
        }
    }

    /// Child processes may need to inherit them.
    @Test func leavesSocketsOfTheProgramUnchanged() async throws {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer(.json("{}"))
            try await makeClient(server).api.send(.any())
            let other = try makeClient(server) { $0.transport = CurlTransport() }
            // New descriptors have the lowest free numbers: the next one is just before the pair.
            let gap = open("/dev/null", O_RDONLY)
            var pair: [Int32] = [0, 0]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
            close(gap)
            try await other.api.send(.any())
            for descriptor in pair { try #require(fcntl(descriptor, F_GETFD) == 0) }
        }
    }

    /// Loading libcurl needs a descriptor.
    @Test func reportsMissingDescriptors() async throws {
        await #expect(processExitsWith: .success) {
            let client = try makeClient(ScriptedServer(.json("{}")))
            var descriptors: [Int32] = []
            while case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 { descriptors.append(descriptor) }
            let error = try await apiError { try await client.api.send(.any()) }
            for descriptor in descriptors { close(descriptor) }
            try #require(error.code == .connection, "\(error)")
            try #require(error.message.contains("file descriptor"))
            try await client.api.send(.any())
        }
    }
}
#endif
