#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Request bodies of every kind arrive unchanged.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerUploadTests {
    /// The SHA-256 of `PeerBehaviour.Body.bytes` by size.
    private static let digests = [
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        65_536: "4b640d85ab3ba30fd02c9fc9db4a8928f416322ad27022ea58a65aaee68a4df2",
        1_000_003: "a7c4bea888022868c93104055fd56077cc81fe9eb624820fe2f717f313188782",
        100_000_000: "b736eb4f696a0f5f7df764258137852674817095d20f2adb9aba29758540efce",
    ]

    /// The kind of a request body.
    enum Form: String, Sendable, CaseIterable {
        case bytes, file, sequence, sequenceOfKnownLength, pieces
    }

    private func body(_ form: Form, _ data: Data, in folder: borrowing TemporaryFolder) throws -> RequestBody {
        let chunks = stride(from: 0, to: data.count, by: 40_000).map { Array(data[$0..<min($0 + 40_000, data.count)]) }
        switch form {
        case .bytes:
            return .bytes(data)
        case .file:
            try data.write(to: folder.file("body"))
            return .file(folder.file("body"))
        case .sequence:
            return .stream(HTTPBody(Self.stream(of: chunks)))
        case .sequenceOfKnownLength:
            return .stream(HTTPBody(Self.stream(of: chunks), length: Int64(data.count)))
        case .pieces:
            return .stream(HTTPBody(chunks: chunks))
        }
    }

    private static func stream(of chunks: [[UInt8]]) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            for chunk in chunks { continuation.yield(chunk) }
            continuation.finish()
        }
    }

    @Test(arguments: Form.allCases, Peers.Wire.allCases)
    func bodiesArriveUnchanged(form: Form, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        for size in [0, 1, 65_536, 1_000_003] {
            let folder = try TemporaryFolder()
            let body = try body(form, PeerBehaviour.Body.bytes(size), in: folder)
            let echo = try await client.echo(.post, body: body)
            #expect(echo.length == size)
            #expect(echo.digest == Self.digests[size])
            #expect(echo.values("Expect").isEmpty)
            let isChunked = form == .sequence
            if wire != .h2 {
                #expect(echo.values("Transfer-Encoding") == (isChunked ? ["chunked"] : []))
            }
            #expect(echo.values("Content-Length") == (isChunked ? [] : ["\(size)"]))
        }
    }

    @Test(arguments: [Form.file, .sequence], Peers.Wire.allCases)
    func aHundredMegabytes(form: Form, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        let folder = try TemporaryFolder()
        let size = 100_000_000
        let body = try body(form, PeerBehaviour.Body.bytes(size), in: folder)
        let echo = try await client.echo(.put, body: body)
        #expect(echo.length == size)
        #expect(echo.digest == Self.digests[size])
    }

    /// The initial flow control window of the server is zero.
    @Test func waitsForTheWindow() async throws {
        let listener = try await Peers.require().listen("wire=h2&window=0&settle=50")
        let client = try PeerClient("https://127.0.0.1:\(listener.port)")
        let echo = try await client.echo(.post, body: .bytes(PeerBehaviour.Body.bytes(1_000_003)))
        #expect(echo.digest == Self.digests[1_000_003])
    }

    @Test(arguments: Peers.Wire.allCases) func bodiesOfOtherMethods(wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        let get = try await client.echo(.get, body: .json("b"))
        #expect((get.method, get.length) == ("GET", 3))
        let delete = try await client.echo(.delete, body: .json("b"))
        #expect((delete.method, delete.length) == ("DELETE", 3))
        let none = try await client.echo(.get)
        #expect(none.values("Content-Length").isEmpty && none.values("Transfer-Encoding").isEmpty)
        let empty = try await client.echo(.post)
        #expect(empty.length == 0)
        if wire != .h2 { #expect(empty.values("Content-Length") == ["0"]) }
    }

    /// libcurl adds no header fields.
    @Test(arguments: Peers.Wire.allCases) func sendsOnlyTheHeadersOfTheClient(wire: Peers.Wire) async throws {
        var options = RequestOptions()
        options.headers = ["X-Twice": "a", "X-Empty": "", "Accept": nil, "User-Agent": "mine", "Cookie": "a=1"]
        let client = try PeerClient(wire)
        let echo = try await client.echo(.post, body: .json("b"), options: options)
        #expect(echo.values("User-Agent") == ["mine"])
        #expect(echo.values("X-Empty") == [""])
        #expect(echo.values("Cookie") == ["a=1"])
        #expect(echo.values("Accept").isEmpty)
        #expect(echo.values("Host").count == 1)
        #expect(echo.values("Content-Type") == ["application/json"])
        for name in ["Expect", "Upgrade", "HTTP2-Settings", "Referer", "Proxy-Connection"] {
            #expect(echo.values(name).isEmpty, "\(name)")
        }
    }

    // MARK: - Early responses

    /// The server responds before the end of the body and then reads on, closes gracefully or waits.
    @Test(arguments: ["read", "fin", "cut", "silence"], Peers.Wire.allCases)
    func acceptsAnEarlyResponse(then: String, wire: Peers.Wire) async throws {
        // Over HTTP/2 it resets the stream with NO_ERROR or leaves it open.
        let then = wire == .h2 ? (then == "fin" ? "reset" : "read") : then
        for form in [Form.file, .sequence] {
            let (client, id) = (try PeerClient(wire), uniqueID())
            let folder = try TemporaryFolder()
            let body = try body(form, PeerBehaviour.Body.bytes(32 << 20), in: folder)
            let start = ContinuousClock.now
            let error = try await apiError {
                try await client.send("/early?then=\(then)&wait=8000", .post, body: body, id: id)
            }
            #expect(error.status?.code == 413, "\(error)")
            #expect(ContinuousClock.now - start < .seconds(6))
            #expect(try await Peers.require().requests(id).count == 1)
            #expect(try await client.send("/ok") == PeerBehaviour.Body.json.data)
        }
    }

    /// A reset of the connection may discard the response.
    @Test(arguments: ["drop", "rst"], Peers.Wire.http1)
    func mayLoseAnEarlyResponse(then: String, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire), uniqueID())
        let folder = try TemporaryFolder()
        let body = try body(.file, PeerBehaviour.Body.bytes(32 << 20), in: folder)
        let error = try await apiError { try await client.send("/early?then=\(then)", .post, body: body, id: id) }
        #expect(error.status?.code == 413 || error.code == .connection, "\(error)")
        #expect(try await Peers.require().requests(id).count == 1)
    }

    /// A stalled body does not delay the response.
    @Test(arguments: Peers.Wire.allCases) func receivesTheResponseWhileTheBodyStalls(wire: Peers.Wire) async throws {
        let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
        continuation.yield([1, 2, 3])
        let client = try PeerClient(wire)
        let error = try await apiError {
            try await client.send("/early?then=read", .post, body: .stream(HTTPBody(chunks)))
        }
        #expect(error.status?.code == 413, "\(error)")
        continuation.finish()
    }

    // MARK: - Interrupted bodies

    /// Cancelling an upload closes the connection or stream.
    @Test(arguments: Peers.Wire.allCases) func cancelsAnUpload(wire: Peers.Wire) async throws {
        let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
        continuation.yield([UInt8](repeating: 7, count: 100_000))
        let (client, id) = (try PeerClient(wire), uniqueID())
        let call = Task { try await client.send("/echo", .post, body: .stream(HTTPBody(chunks)), id: id) }
        let peers = try Peers.require()
        while try await peers.requests(id).first?.bodyLength != 100_000 { try await Task.sleep(for: .milliseconds(5)) }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let requests = try await peers.requests(id, wait: .seconds(10))
        #expect(requests.count == 1)
        #expect(requests.allSatisfy { $0.end.hasPrefix("client") && !$0.isProcessed })
        continuation.finish()
    }

    /// An error of the body is thrown to the caller, and the server sees an incomplete body.
    @Test(arguments: Peers.Wire.allCases) func throwsTheErrorOfTheBody(wire: Peers.Wire) async throws {
        struct Failure: Error {}
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([1, 2, 3])
            continuation.finish(throwing: Failure())
        }
        let (client, id) = (try PeerClient(wire), uniqueID())
        let error = try await apiError {
            try await client.send("/echo", .post, body: .stream(HTTPBody(chunks)), id: id)
        }
        #expect(error.code == .file, "\(error)")
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.allSatisfy { !$0.isBodyComplete && !$0.isProcessed })
    }

    /// A body of the wrong length is an error, and the server never sees a complete request.
    @Test(arguments: [2, 4], Peers.Wire.allCases) func rejectsABodyOfTheWrongLength(
        length: Int64,
        wire: Peers.Wire
    ) async throws {
        let chunks = Self.stream(of: [[1, 2, 3]])
        let (client, id) = (try PeerClient(wire), uniqueID())
        let error = try await apiError {
            try await client.send("/echo", .post, body: .stream(HTTPBody(chunks, length: length)), id: id)
        }
        #expect(error.code == .file, "\(error)")
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.allSatisfy { !$0.isProcessed })
    }

    /// The server resets the connection during an upload.
    @Test(arguments: ["head&how=rst", "head&how=fin"], Peers.Wire.allCases)
    func reportsAResetDuringTheUpload(next: String, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire), uniqueID())
        let folder = try TemporaryFolder()
        try await client.send("/ok?next=\(next)")
        let body = try body(.file, PeerBehaviour.Body.bytes(32 << 20), in: folder)
        let error = try await apiError { try await client.send("/echo", .post, body: body, id: id) }
        #expect(error.code == .connection, "\(error)")
        #expect(try await Peers.require().requests(id).count == 1)
    }
}
#endif
