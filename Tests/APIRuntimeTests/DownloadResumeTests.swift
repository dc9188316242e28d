import APIRuntime
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.opensConnections) struct DownloadResumeTests {
    private static func broken(_ body: String, of length: Int, headers: String) -> LoopbackServer.Answer {
        .raw("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\(headers)\r\n\(body)", then: [.close])
    }

    private static func rest(_ body: String, range: String) -> LoopbackServer.Answer {
        .status(206, headers: [("Content-Range", range), ("ETag", "\"v1\"")], body: body, contentType: "text/plain")
    }

    private func download(_ server: LoopbackServer) throws -> Download {
        try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f")
    }

    @Test(arguments: [
        "ETag: \"v1\"\r\n", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:39 GMT\r\n",
    ])
    func onlyTheRestIsAskedFor(validator: String) async throws {
        let folder = try TemporaryFolder()
        let headers = validator + "Content-Disposition: attachment; filename=plan.md\r\n"
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: headers),
            .raw("HTTP/1.1 206 P\r\nContent-Length: 7\r\nContent-Range: bytes 3-9/10\r\n\r\ndef", then: [.reset]),
            Self.rest("ghij", range: "bytes 6-9/10")
        )
        let seen = Mutex<[DownloadProgress]>([])
        let file = try await download(server).write(to: folder.file("f")) { progress in
            seen.withLock { $0.append(progress) }
        }
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "abcdefghij")
        #expect(file.byteCount == 10)
        #expect(file.suggestedFilename == "plan.md")
        #expect(folder.contents == ["f"])
        #expect(server.requests.count == 3)
        #expect(server.requests.map { $0["Range"] } == [nil, "bytes=3-", "bytes=6-"])
        let expected = validator.hasPrefix("ETag") ? "\"v1\"" : "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(server.requests.map { $0["If-Range"] } == [nil, expected, expected])
        let progress = seen.withLock { $0 }
        #expect(progress.map(\.receivedBytes) == [3, 6, 10])
        #expect(progress.allSatisfy { $0.totalBytes == 10 })
    }

    @Test func aChangedFileIsTakenFromItsBeginning() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .status(200, headers: [("ETag", "\"v2\"")], body: "xy", contentType: nil)
        )
        let file = try await download(server).write(to: folder.file("f"))
        #expect(file.byteCount == 2)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "xy")
    }

    @Test(arguments: [
        "", "ETag: W/\"v1\"\r\n", "ETag: \"v1\"\r\nAccept-Ranges: none\r\n",
        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
    ])
    func withoutAStrongValidatorItBeginsAnew(headers: String) async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: headers),
            .status(200, body: "whole", contentType: nil)
        )
        try await download(server).write(to: folder.file("f"))
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "whole")
        #expect(server.requests[1]["Range"] == nil)
    }

    /// A server that ignores `If-Range` sends the rest of another version; the pieces must not be mixed.
    @Test(arguments: [
        "Content-Range: bytes 3-9/10\r\nETag: \"v2\"\r\nContent-Length: 7\r\n\r\nDEFGHIJ",
        "Content-Range: bytes 3-10/11\r\nETag: \"v1\"\r\nContent-Length: 8\r\n\r\nDEFGHIJK",
    ])
    func theRestOfAnotherVersionIsNotTaken(rest: String) async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .raw("HTTP/1.1 206 P\r\n" + rest),
            .status(200, headers: [("ETag", "\"v2\"")], body: "ABCDEFGHIJ", contentType: nil)
        )
        try await download(server).write(to: folder.file("f"))
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "ABCDEFGHIJ")
        #expect(server.requests.map { $0["Range"] } == [nil, "bytes=3-", nil])
    }

    @Test func aShortPieceIsContinued() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("def", range: "bytes 3-5/10"),
            Self.rest("ghij", range: "bytes 6-9/10")
        )
        #expect(try await download(server).write(to: folder.file("f")).byteCount == 10)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "abcdefghij")
    }

    @Test func nothingLeftMeansThatTheFileIsWhole() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"v1\"\r\n\r\n3\r\nabc\r\n"
        for (range, isWhole) in [("bytes */3", true), ("bytes */4", false), ("", false)] {
            let folder = try TemporaryFolder()
            let server = try LoopbackServer(
                .raw(chunked, then: [.close]),
                .status(416, headers: [("Content-Range", range)])
            )
            let download = try download(server)
            if isWhole {
                #expect(try await download.write(to: folder.file("f")).byteCount == 3)
                #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "abc")
            } else {
                let error = try await apiError { try await download.write(to: folder.file("f")) }
                #expect(error.status?.code == 416)
                #expect(folder.contents.isEmpty)
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func aPieceThatNobodyAskedForIsAnError() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(Self.rest("abc", range: "bytes 0-2/10"))
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .responseValidation)
        #expect(folder.contents.isEmpty)
        // One that was asked for is what the caller gets.
        let options = RequestOptions(headers: ["Range": "bytes=0-2"])
        let chosen = try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f", options: options)
        #expect(try await chosen.write(to: folder.file("f")).byteCount == 3)
    }

    @Test func aPieceThatDoesNotFitIsAnError() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("cdefghij", range: "bytes 2-9/10")
        )
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .responseValidation)
        #expect(folder.contents.isEmpty)
    }
}
