#if canImport(Glibc)
import Foundation
import Glibc
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// What the transport does with connections that are kept, and with those that are not free.
@Suite(.timeLimit(.minutes(2)), .opensConnections) struct CurlConnectionTests {
    /// Else it would be the answer to the next request.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n\"evil\"",
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "\r\n",
    ])
    func aResponseThatNobodyAskedForEndsTheConnection(late: String) async throws {
        let (isReceived, isSent) = (Gate(), Gate())
        let server = try ScriptedServer(.json("1") + [.wait(isReceived), .text(late), .open(isSent)], .json("2"))
        let client = try makeCurlClient(server)
        #expect(try await client.api.send(.any()) == 1)
        isReceived.open()
        #expect(await isSent.opens())
        #expect(try await client.api.send(.any(.post)) == 2)
        #expect(server.connections == 2)
    }

    /// A call that waits for a free connection has not been sent, and its server is not silent.
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

    /// The server may be content with the beginning of a request.
    @Test(arguments: ["{}", ""], [nil, 1_000] as [Int64?])
    func aWholeResponseEndsTheUpload(body: String, length: Int64?) async throws {
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

    /// Whatever comes after the announced length: the server must not take the beginning for the whole.
    @Test func aBodyThatGoesOnAfterItsLengthIsNotSent() async throws {
        let server = try ScriptedServer(.json("{}"))
        let isAnswered = Locked(false)
        let pieces = AsyncStream<[UInt8]> { continuation in
            continuation.yield([1, 2])
            Thread {
                // Time enough for a request that looks whole to be answered.
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

    /// A child process may keep a socket open that this one has closed; epoll would report it without end.
    @Test func aSocketIsNotWatchedAfterItIsClosed() async throws {
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

    /// What epolls of this process watch, as the system prints it.
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

    /// The signals of a fault on the loop's thread reach the program's handlers.
    @Test func theLoopDoesNotBlockTheSignalsOfFaults() async throws {
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
