import Foundation
import Testing

@testable import APIRuntime

@Suite struct TemporaryUploadFileTests {
    private static let body = HTTPBody(segments: [.bytes(Array("abc".utf8)), .bytes(Array("def".utf8))])

    @Test func itIsForThisUserOnlyAndGoesWithItsLastUser() async throws {
        var file: TemporaryUploadFile? = try await TemporaryUploadFile(Self.body, onBytesWritten: {})
        let path = try #require(file?.url.path)
        #expect(FileManager.default.contents(atPath: path) == Data("abcdef".utf8))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        file = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func writingIsActivity() async throws {
        let count = Locked(0)
        let chunks = AsyncStream<[UInt8]> { continuation in
            for _ in 0..<3 { continuation.yield([1]) }
            continuation.finish()
        }
        let file = try await TemporaryUploadFile(HTTPBody(chunks)) { count.withLock { $0 += 1 } }
        #expect(count.withLock { $0 } == 3)
        #expect(FileManager.default.contents(atPath: file.url.path) == Data([1, 1, 1]))
    }
}
