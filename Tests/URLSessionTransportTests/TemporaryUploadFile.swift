#if !canImport(Glibc) || HANDINGER_URLSESSION
import Foundation

#if HANDINGER_URLSESSION
@testable import APIRuntime
#endif

/// A temporary file with a request's body; it is removed with its last user.
final class TemporaryUploadFile: Sendable {
    let url: URL

    /// Writes a body to a file that only this user can read.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if that fails, or if a file of the body has changed its
    ///   length since it was measured.
    init(_ body: HTTPBody, onBytesWritten: @Sendable () -> Void) async throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("upload-\(UUID().uuidString)")
        guard
            FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw APIError(.file, "A temporary file for the request's body cannot be made.") }
        var written: Int64 = 0
        do {
            let handle = try FileHandle(forWritingTo: url)
            defer { try? handle.close() }
            for try await chunk in body {
                try Task.checkCancellation()
                try handle.write(contentsOf: Data(chunk))
                written += Int64(chunk.count)
                onBytesWritten()
            }
        } catch  where !(error is CancellationError) {
            throw APIError.unreadableBody(error)
        }
        guard body.length ?? written == written else {
            throw APIError.bodyOfAnotherLength
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
#endif
