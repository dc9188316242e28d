import Foundation
import Testing

@testable import APIRuntime

struct FileDescriptorTests {
    @Test func readsToTheEnd() throws {
        let folder = try TemporaryFolder()
        try Data("abcde".utf8).write(to: folder.file("a"))
        let file = try FileDescriptor(opening: folder.file("a").path)
        #expect(file.status?.size == 5)
        #expect(try file.read(atMost: 3) == Array("abc".utf8))
        #expect(try file.read(atMost: 3) == Array("de".utf8))
        #expect(try file.read(atMost: 3) == [])
    }

    @Test func saysWhyItCannotOpenOrRead() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.file("a"))
        #expect(throws: POSIXError(.ENOENT)) { try FileDescriptor(opening: folder.file("b").path) }
        #expect(throws: POSIXError(.ENOENT)) { try FileDescriptor(opening: folder.file("a").path + "\0.txt") }
        #expect(throws: POSIXError(.EISDIR)) { try FileDescriptor(opening: folder.url.path).read(atMost: 1) }
    }

    @Test func isClosedWithTheLastReference() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.file("a"))
        var file: FileDescriptor? = try FileDescriptor(opening: folder.file("a").path)
        let number = try #require(file).number
        #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        var before = stat()
        #expect(fstat(number, &before) == 0)
        file = nil
        // Another test may have reused the descriptor in the meantime.
        var after = stat()
        #expect(fstat(number, &after) != 0 || after.st_ino != before.st_ino || after.st_dev != before.st_dev)
    }

    @Test func tellsTheKindsOfFiles() throws {
        let folder = try TemporaryFolder()
        let (file, link) = (folder.file("a"), folder.file("link"))
        try Data("abc".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        let status = try #require(FileStatus(at: file.path))
        #expect(status.kind == .regular && status.size == 3 && status.permissions == 0o640)
        #expect(FileStatus(at: link.path)?.kind == .regular)
        #expect(FileStatus(at: link.path, followingLinks: false)?.kind == .symbolicLink)
        #expect(FileStatus(at: folder.url.path)?.kind == .folder)
        #expect(FileStatus(at: "/dev/null")?.kind == .other)
        #expect(FileStatus(at: folder.file("b").path) == nil)
        #expect(FileStatus(at: file.path + "\0.txt") == nil)
    }
}
