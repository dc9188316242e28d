import HTTPTypes
import Testing

@testable import HandingerServer

@Suite struct RequestDecoderTests {
    @Test func readsAHeadAndABody() throws {
        var decoder = RequestDecoder(limits: ServerLimits())
        decoder.receive(
            Array("POST /api/workers?x=%20y HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhelloGET".utf8)
        )
        guard case .head(let head)? = try decoder.next() else { return #expect(Bool(false)) }
        #expect(head.request.method == .post)
        #expect(head.request.path == "/api/workers?x=%20y")
        #expect(head.request.authority == "localhost")
        #expect(head.body == .length(5))
        #expect(head.keepsAlive)
        guard case .body(let body)? = try decoder.next() else { return #expect(Bool(false)) }
        #expect(String(decoding: body, as: UTF8.self) == "hello")
        #expect(try decoder.next() == nil)
        #expect(decoder.isInsideRequest)
    }

    @Test func decodesAtAnyChunkBoundary() throws {
        let text = """
            \r\nPOST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n\
            3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n
            """
        let bytes = Array(text.utf8)
        for split in 0...bytes.count {
            var decoder = RequestDecoder(limits: ServerLimits())
            var bodies: [String] = []
            for part in [bytes[..<split], bytes[split...]] {
                decoder.receive(Array(part))
                while let event = try decoder.next() {
                    if case .body(let body) = event { bodies.append(String(decoding: body, as: UTF8.self)) }
                }
            }
            #expect(bodies == ["abc0123456789"], "split at \(split)")
            #expect(!decoder.isInsideRequest)
        }
    }

    @Test func readsPipelinedRequests() throws {
        var decoder = RequestDecoder(limits: ServerLimits())
        decoder.receive(Array(String(repeating: "GET /a HTTP/1.1\nHost: localhost\n\n", count: 3).utf8))
        var count = 0
        while let event = try decoder.next() {
            if case .body = event { count += 1 }
        }
        #expect(count == 3)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{7} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("GET /\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\n\n", 400),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n", 413),
    ])
    func rejectsInvalidHTTP(text: String, status: Int) throws {
        var decoder = RequestDecoder(limits: ServerLimits())
        decoder.receive(Array(text.utf8))
        let violation = #expect(throws: RequestViolation.self) { while try decoder.next() != nil {} }
        #expect(violation?.status.code == status)
    }

    @Test func limitsHeadsWithoutAnEnd() {
        let limits = ServerLimits()
        func status(_ start: String, _ line: String) -> Int? {
            var decoder = RequestDecoder(limits: limits)
            decoder.receive(Array(start.utf8))
            for _ in 0...limits.headSize {
                decoder.receive(Array(line.utf8))
                do { _ = try decoder.next() } catch { return error.status.code }
            }
            return nil
        }
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\n", "x: y\r\n") == 431)
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\nx: ", "yyyyyyyy") == 431)
        #expect(status("GET /", "aaaaaaaa") == 414)
        #expect(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "x: y\r\n") == 431)
        #expect(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n") == nil)
    }

    @Test func limitsTheSumOfChunks() throws {
        var limits = ServerLimits()
        limits.bodySize = 10
        var decoder = RequestDecoder(limits: limits)
        decoder.receive(Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        decoder.receive(Array("6\r\n012345\r\n5\r\n".utf8))
        let violation = #expect(throws: RequestViolation.self) { while try decoder.next() != nil {} }
        #expect(violation?.status == .contentTooLarge)
    }

    @Test(arguments: [
        ("http://127.0.0.1:80/a?b", "127.0.0.1:80", "/a?b"),
        ("http://localhost", "localhost", "/"),
        ("http://localhost?b", "localhost", "/?b"),
    ])
    func readsAbsoluteURLs(target: String, authority: String, path: String) throws {
        let head = try RequestHead(
            lines: [Array("GET \(target) HTTP/1.1".utf8), Array("Host: x".utf8)],
            limits: ServerLimits()
        )
        #expect(head.request.authority == authority)
        #expect(head.request.path == path)
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "close", false), ("HTTP/1.1", "x, Close", false), ("HTTP/1.0", "", false),
    ])
    func determinesKeepAlive(version: String, option: String, stays: Bool) throws {
        let lines = ["GET / \(version)", "Host: a", "Connection: \(option)"].map { Array($0.utf8) }
        #expect(try RequestHead(lines: lines, limits: ServerLimits()).keepsAlive == stays)
    }

    /// Random bytes give the same requests or the same violation at any chunk boundaries.
    @Test func randomBytesNeverTrap() {
        let seeds = [
            "GET /a%2Fb?c=d HTTP/1.1\r\nHost: localhost\r\nAccept: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcPUT / HTTP/1.0\r\nHost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: x\r\n\r\n",
        ]
        func outcome(_ parts: [ArraySlice<UInt8>]) -> [String] {
            var decoder = RequestDecoder(limits: ServerLimits())
            var events: [String] = []
            for part in parts {
                decoder.receive(Array(part))
                do {
                    while let event = try decoder.next() {
                        switch event {
                        case .head(let head): events.append("\(head)")
                        case .body(let body): events.append("\(body)")
                        }
                    }
                } catch {
                    return events + [error.reason]
                }
            }
            return events
        }
        var generator = SplitMix64(state: 7)
        for round in 0..<3_000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            #expect(outcome([bytes[...]]) == outcome([bytes[..<cut], bytes[cut...]]))
        }
    }
}

/// A deterministic random number generator.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
