import APIRuntime
import Foundation
import HandingerTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct DownloadResumeTests {
    private static func broken(_ body: String, of length: Int, headers: String) -> ScriptedServer.Answer {
        .raw("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\(headers)\r\n\(body)", then: [.close])
    }

    private static func rest(_ body: String, range: String) -> ScriptedServer.Answer {
        .status(206, headers: [("Content-Range", range), ("ETag", "\"v1\"")], body: body, contentType: "text/plain")
    }

    private func download(_ server: ScriptedServer) throws -> FileDownload {
        try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f")
    }

    @Test(arguments: [
        "ETag: \"v1\"\r\n", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:39 GMT\r\n",
    ])
    func requestsOnlyTheRest(validator: String) async throws {
        let folder = try TemporaryFolder()
        let headers = validator + "Content-Disposition: attachment; filename=plan.md\r\n"
        let server = try ScriptedServer(
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

    @Test func restartsChangedFiles() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
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
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: headers),
            .status(200, body: "whole", contentType: nil)
        )
        try await download(server).write(to: folder.file("f"))
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "whole")
        #expect(server.requests[1]["Range"] == nil)
    }

    /// A server that ignores `If-Range` sends the rest of another version. The two versions must not be mixed.
    @Test(arguments: [
        "Content-Range: bytes 3-9/10\r\nETag: \"v2\"\r\nContent-Length: 7\r\n\r\nDEFGHIJ",
        "Content-Range: bytes 3-10/11\r\nETag: \"v1\"\r\nContent-Length: 8\r\n\r\nDEFGHIJK",
    ])
    func rejectsTheRestOfAnotherVersion(rest: String) async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .raw("HTTP/1.1 206 P\r\n" + rest),
            .status(200, headers: [("ETag", "\"v2\"")], body: "ABCDEFGHIJ", contentType: nil)
        )
        try await download(server).write(to: folder.file("f"))
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "ABCDEFGHIJ")
        #expect(server.requests.map { $0["Range"] } == [nil, "bytes=3-", nil])
    }

    @Test func continuesAfterAShortRange() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("def", range: "bytes 3-5/10"),
            Self.rest("ghij", range: "bytes 6-9/10")
        )
        #expect(try await download(server).write(to: folder.file("f")).byteCount == 10)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "abcdefghij")
    }

    @Test func completesIfNothingIsLeft() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"v1\"\r\n\r\n3\r\nabc\r\n"
        for (range, isWhole) in [("bytes */3", true), ("bytes */4", false), ("", false)] {
            let folder = try TemporaryFolder()
            let server = try ScriptedServer(
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
            // If the server contradicts itself, the whole file is requested once more.
            #expect(server.requests.map { $0["Range"] } == [nil, "bytes=3-"] + (isWhole ? [] : [nil]))
        }
    }

    @Test func rejectsUnrequestedRanges() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(Self.rest("abc", range: "bytes 0-2/10"))
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .responseValidation)
        #expect(folder.contents.isEmpty)
        // A range that the caller requested is returned as it is.
        let options = RequestOptions(headers: ["Range": "bytes=0-2"])
        let chosen = try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f", options: options)
        #expect(try await chosen.write(to: folder.file("f")).byteCount == 3)
    }

    @Test func rejectsMismatchedRanges() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("cdefghij", range: "bytes 2-9/10")
        )
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .responseValidation)
        #expect(folder.contents.isEmpty)
    }

    // MARK: - In a later call

    private func once(_ server: ScriptedServer) throws -> FileDownload {
        try makeClient(server) { $0.maxRetries = 0 }.workers.retrieveFile(workerID: "w", filePath: "f")
    }

    @Test func laterCallsResumePartialFiles() async throws {
        let folder = try TemporaryFolder()
        // With a name of the maximum length, the name of the partial file is shortened.
        let target = folder.file(String(repeating: "ü", count: 125) + ".json")
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .raw("HTTP/1.1 206 P\r\nContent-Length: 7\r\nContent-Range: bytes 3-9/10\r\n\r\ndef", then: [.close]),
            Self.rest("ghij", range: "bytes 6-9/10")
        )
        let download = try once(server)
        for count in [3, 6] as [Int64] {
            _ = try await apiError { try await download.write(to: target, resuming: true) }
            #expect(FileDownload.partialByteCount(of: target) == count)
            #expect(folder.contents.count == 2)
            #expect(!folder.contents.contains(target.lastPathComponent))
        }
        let seen = Mutex<DownloadProgress?>(nil)
        let file = try await download.write(to: target, resuming: true) { progress in seen.withLock { $0 = progress } }
        #expect(file.byteCount == 10)
        #expect(file.info.length == 10)
        #expect(seen.withLock { $0 } == DownloadProgress(receivedBytes: 10, totalBytes: 10, resumedBytes: 6))
        #expect(try String(contentsOf: target, encoding: .utf8) == "abcdefghij")
        #expect(folder.contents == [target.lastPathComponent])
        #expect(FileDownload.partialByteCount(of: target) == nil)
        #expect(server.requests.map { $0["Range"] } == [nil, "bytes=3-", "bytes=6-"])
        #expect(server.requests.map { $0["If-Range"] } == [nil, "\"v1\"", "\"v1\""])
    }

    #if os(Linux)
    /// A program that starts others has copies of its descriptors in them for a moment.
    @Test func releasesTheFileDespiteCopiesOfItsDescriptor() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("defghij", range: "bytes 3-9/10")
        )
        let download = try once(server)
        let copies = Mutex<[Int32]>([])
        let path = folder.file(".f.part").resolvingSymlinksInPath().path
        _ = try await apiError {
            try await download.write(to: folder.file("f"), resuming: true) { _ in
                let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                let links = open.filter { name in
                    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")) == path
                }
                copies.withLock { $0 += links.compactMap { Int32($0) }.map { dup($0) } }
            }
        }
        let descriptors = copies.withLock(\.self)
        #expect(!descriptors.isEmpty)
        #expect(try await download.write(to: folder.file("f"), resuming: true).byteCount == 10)
        for descriptor in descriptors { close(descriptor) }
    }
    #endif

    @Test func laterCallsRestartChangedFiles() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .status(200, headers: [("ETag", "\"v2\"")], body: "xy", contentType: nil)
        )
        let download = try once(server)
        _ = try await apiError { try await download.write(to: folder.file("f"), resuming: true) }
        let seen = Mutex<DownloadProgress?>(nil)
        try await download.write(to: folder.file("f"), resuming: true) { progress in seen.withLock { $0 = progress } }
        #expect(seen.withLock { $0?.resumedBytes } == 0)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "xy")
        #expect(folder.contents == ["f"])
    }

    @Test(arguments: [("bytes */3", "abc"), ("bytes */2", "whole"), ("", "whole")])
    func laterCallsMayFindACompleteFile(range: String, content: String) async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            .status(416, headers: [("Content-Range", range)]),
            .status(200, body: "whole", contentType: nil)
        )
        let download = try once(server)
        _ = try await apiError { try await download.write(to: folder.file("f"), resuming: true) }
        try await download.write(to: folder.file("f"), resuming: true)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == content)
        #expect(folder.contents == ["f"])
    }

    @Test func removesPartialFilesThatCannotBeResumed() async throws {
        for (headers, resuming) in [("ETag: \"v1\"\r\n", false), ("ETag: W/\"v1\"\r\n", true), ("", true)] {
            let folder = try TemporaryFolder()
            let server = try ScriptedServer(Self.broken("abc", of: 10, headers: headers))
            let download = try once(server)
            _ = try await apiError { try await download.write(to: folder.file("f"), resuming: resuming) }
            #expect(folder.contents.isEmpty)
        }
    }

    @Test func doesNotResumeRangesOfTheCaller() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n"),
            Self.rest("hij", range: "bytes 7-9/10")
        )
        let client = try makeClient(server) { $0.maxRetries = 0 }
        let whole = client.workers.retrieveFile(workerID: "w", filePath: "f")
        _ = try await apiError { try await whole.write(to: folder.file("f"), resuming: true) }
        let options = RequestOptions(headers: ["Range": "bytes=7-9"])
        let piece = client.workers.retrieveFile(workerID: "w", filePath: "f", options: options)
        try await piece.write(to: folder.file("f"), resuming: true)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "hij")
    }

    @Test func twoCallsDoNotWriteOneFile() async throws {
        let folder = try TemporaryFolder()
        let (reached, rest) = (Gate(), Gate())
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"v1\"\r\n\r\na"
        let server = try ScriptedServer(.raw(head, then: [.open(reached), .wait(rest), .send([UInt8(ascii: "b")])]))
        let download = try once(server)
        let target = folder.file("f")
        let first = Task { try await download.write(to: target, resuming: true) }
        #expect(await reached.opens())
        let error = try await apiError { try await download.write(to: target, resuming: true) }
        #expect(error.code == .file)
        #expect(error.message.contains("Another download of"))
        rest.open()
        #expect(try await first.value.byteCount == 2)
        #expect(server.requests.count == 1)
        #expect(folder.contents == ["f"])
    }

    @Test func writesAnOpenResponseToAFile() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            .status(200, body: "abc", contentType: "text/plain"),
            Self.broken("abc", of: 10, headers: "ETag: \"v1\"\r\n")
        )
        let file = try await download(server).open().write(to: folder.file("f"))
        #expect(file.byteCount == 3)
        #expect(file.contentType?.hasPrefix("text/plain") == true)
        let broken = try await download(server).open()
        await #expect(throws: APIError.self) { try await broken.write(to: folder.file("g")) }
        #expect(folder.contents == ["f"])
    }
}
