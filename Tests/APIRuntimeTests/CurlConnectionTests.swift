#if canImport(Glibc)
import Foundation
import Glibc
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Reuse of connections and calls that wait for one.
@Suite(.timeLimit(.minutes(2)), .opensConnections) struct CurlConnectionTests {
    /// Otherwise the next request would receive this response.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n\"evil\"",
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "\r\n",
    ])
    func closesTheConnectionAfterAnUnsolicitedResponse(late: String) async throws {
        let (isReceived, isSent) = (Gate(), Gate())
        let server = try ScriptedServer(.json("1") + [.wait(isReceived), .text(late), .open(isSent)], .json("2"))
        let client = try makeCurlClient(server)
        #expect(try await client.api.send(.any()) == 1)
        isReceived.open()
        #expect(await isSent.opens())
        #expect(try await client.api.send(.any(.post)) == 2)
        #expect(server.connections == 2)
    }

    /// The idle timeout does not run while a call waits for a free connection.
    @Test func waitingForAConnectionIsNoSilence() async throws {
        let (isSlow, isPaused, mayAnswer) = (Gate(), Gate(), Gate())
        let server = try ScriptedServer([.open(isSlow), .wait(mayAnswer)] + .json("1"), .json("2"))
        var options = CurlTransport.Configuration()
        options.maximumConnectionsPerHost = 1
        let (clock, transport) = (ManualClock(), CurlTransport(configuration: options))
        let patient = try makeClient(server) { $0.transport = transport }
        let client = try makeClient(server) { configuration in
            configuration.transport = PauseReporter(transport: transport, isPaused: isPaused)
            configuration.clock = clock
            configuration.timeout = .seconds(10)
            configuration.maxRetries = 0
        }
        let first = Task { try await patient.api.send(.any()) }
        #expect(await isSlow.opens())
        let second = Task { try await client.api.send(.any(.post)) }
        #expect(await isPaused.opens())
        for _ in 0..<10 {
            await clock.sleeper(within: .seconds(10))
            clock.advance(by: .seconds(10))
        }
        mayAnswer.open()
        #expect(try await first.value == 1)
        #expect(try await second.value == 2)
    }

    /// A server may respond before it has read the whole request.
    @Test(arguments: ["{}", ""], [nil, 1_000] as [Int64?])
    func endsTheUploadAfterACompleteResponse(body: String, length: Int64?) async throws {
        let isClosed = Gate()
        let server = try ScriptedServer(readsBodies: false) { _, _ in .json(body) + [.untilClosed(isClosed)] }
        let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
        continuation.yield([1, 2, 3])
        let request = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/x")
        let (response, content) = try await CurlTransport()
            .send(request, body: HTTPBody(chunks, length: length), options: TransportOptions())
        #expect(response.status == .ok)
        #expect(try await content.collect() == Array(body.utf8))
        #expect(await isClosed.opens())
        continuation.finish()
    }

    /// The server must not process the part within the announced length as a complete request.
    @Test func rejectsBodiesLongerThanTheirLength() async throws {
        let server = try ScriptedServer(.json("{}"))
        let isAnswered = Locked(false)
        let pieces = AsyncStream<[UInt8]> { continuation in
            continuation.yield([1, 2])
            Thread {
                // Leave the server time to respond to a request that looks complete.
                for _ in 0..<100 where server.requests.isEmpty { usleep(2_000) }
                continuation.yield([3])
                continuation.finish()
            }.start()
        }
        let error = try await apiError {
            try await makeClient(server).api.send(.any(.post, body: .stream(HTTPBody(pieces, length: 2))))
            isAnswered.withLock { $0 = true }
        }
        #expect(error.code == .file)
        #expect(!isAnswered.withLock { $0 })
        #expect(server.requests.isEmpty)
    }

    /// A child process may keep a closed socket open, which epoll would report forever.
    @Test func stopsWatchingClosedSockets() async throws {
        let server = try ScriptedServer(.json("{}"))
        let transport = Locked<CurlTransport?>(CurlTransport())
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/x")
        let (_, body) = try await transport.withLock { $0 ?? .shared }
            .send(request, body: nil, options: TransportOptions())
        _ = try await body.collect()
        let socket = try #require(Self.sockets(connectedTo: server.port).first)
        let copy = dup(socket)
        defer { Socket.close(copy) }
        var status = stat()
        #expect(fstat(copy, &status) == 0)
        let entry = "ino:" + String(status.st_ino, radix: 16) + " "
        #expect(try Self.epollEntries().contains { $0.contains(entry) })
        transport.withLock { $0 = nil }
        for _ in 0..<1_000 where Self.sockets(connectedTo: server.port).contains(socket) {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(Self.sockets(connectedTo: server.port) == [copy])
        #expect(try !Self.epollEntries().contains { $0.contains(entry) })
    }

    /// The descriptors watched by the epolls of this process, from /proc.
    private static func epollEntries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").flatMap { number in
            let text = FileManager.default.contents(atPath: "/proc/self/fdinfo/\(number)") ?? Data()
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
                .filter { $0.hasPrefix("tfd:") }
        }
    }

    private static func sockets(connectedTo port: UInt16) -> [Int32] {
        (0..<Int32(1_024)).filter { descriptor in
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
            }
            return status == 0 && address.sin_family == AF_INET && UInt16(bigEndian: address.sin_port) == port
        }
    }

    /// Fault signals on the thread of the loop reach the handlers of the program.
    @Test func doesNotBlockFaultSignals() async throws {
        _ = try await makeCurlClient(ScriptedServer(.json("1"))).api.send(.any())
        let statuses = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").map { thread in
            let text = FileManager.default.contents(atPath: "/proc/self/task/\(thread)/status") ?? Data()
            return String(decoding: text, as: UTF8.self).split(separator: "\n")
        }
        let status = try #require(statuses.first { $0.contains { $0.hasSuffix("\t" + CurlLoop.threadName) } })
        let line = try #require(status.first { $0.hasPrefix("SigBlk:") })
        let mask = try #require(UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16))
        for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS] {
            #expect(mask & (1 << UInt64(signal - 1)) == 0, "\(signal)")
        }
    }
}

/// Opens a gate when the transport pauses the idle timeout of a call.
private struct PauseReporter: WatchedTransport {
    let transport: CurlTransport
    let isPaused: Gate

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await send(request, body: body, options: options, watch: nil)
    }

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions,
        watch: (any IdleWatch)?
    ) async throws -> (HTTPResponse, HTTPBody) {
        let watch = watch.map { ReportingWatch(watch: $0, isPaused: isPaused) }
        return try await transport.send(request, body: body, options: options, watch: watch)
    }
}

private final class ReportingWatch: IdleWatch {
    private let watch: any IdleWatch
    private let isPaused: Gate

    init(watch: any IdleWatch, isPaused: Gate) {
        self.watch = watch
        self.isPaused = isPaused
    }

    var isExpired: Bool { watch.isExpired }
    func touch() { watch.touch() }
    func onExpiry(_ action: @escaping @Sendable () -> Void) { watch.onExpiry(action) }
    func stop() { watch.stop() }

    func pause() {
        watch.pause()
        isPaused.open()
    }
}
#endif
