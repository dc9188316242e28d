import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A partial file beside its destination, renamed when it is complete. It is removed if it is unfinished and not kept
/// for resuming.
///
/// A file kept for resuming has a fixed name, `.plan.md.part`; the version of the file is stored in
/// `.plan.md.part-version`.
final class PartialFile {
    private let target: DownloadDestination
    private let path: String
    /// Whether to continue the file of an earlier run, and to keep this file if it stays unfinished.
    private let isKept: Bool
    /// Nil once the file was renamed, or if another download uses it.
    private var file: FileDescriptor?
    /// The number of bytes written.
    private(set) var length: Int64 = 0

    init(target: DownloadDestination, isKept: Bool) throws {
        self.target = target
        self.isKept = isKept
        path = isKept ? Self.keptPath(for: target.place) : Self.newPath(for: target.place)
        let permissions = target.permissions.map { mode_t($0) }
        do {
            file = try FileDescriptor(
                opening: path,
                flags: O_WRONLY | O_CREAT | O_NOFOLLOW | (isKept ? 0 : O_EXCL),
                // A private file must never be readable by others, not even briefly.
                permissions: permissions ?? 0o666
            )
        } catch {
            throw Self.error("create a file beside", target.url, error)
        }
        if let permissions { fchmod(descriptor, permissions) }
        if isKept { try resume() }
    }

    deinit {
        if file != nil, version == nil || length == 0 { remove() }
        unlock()
    }

    /// Releases the lock without waiting for the last copy of the descriptor: a child process that was forked meanwhile has
    /// one until it runs another program.
    private func unlock() {
        if isKept, file != nil { flock(descriptor, LOCK_UN) }
    }

    private var descriptor: Int32 { file?.number ?? -1 }

    private static func newPath(for url: URL) -> String {
        // Not derived from the destination's name, which may already have the maximum length.
        url.deletingLastPathComponent().appendingPathComponent(".download-\(UUID().uuidString).partial").path
    }

    private func remove() {
        unlink(path)
        version = nil
    }

    /// The bytes written so far, readable until the file is renamed.
    var body: HTTPBody {
        HTTPBody(file: URL(fileURLWithPath: path), length: length)
    }

    /// Whether a body reads from this file.
    func isSource(of body: HTTPBody) -> Bool {
        if case .file(let url) = body.content { url == URL(fileURLWithPath: path) } else { false }
    }

    func write(_ chunk: [UInt8]) throws {
        do {
            try file?.write(chunk)
        } catch {
            throw Self.error("write", target.url, error)
        }
        length += Int64(chunk.count)
    }

    /// Removes all bytes.
    func truncate() throws {
        version = nil
        guard length > 0 else { return }
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Self.error("write", target.url)
        }
        length = 0
    }

    /// Flushes the complete file to disk and renames it.
    ///
    /// - Returns: The length in bytes.
    func finish() throws -> Int64 {
        guard fsync(descriptor) == 0 else { throw Self.error("write", target.url) }
        let destination = target.place.path
        if target.overwriting {
            guard rename(path, destination) == 0 else { throw Self.error("replace", target.url) }
        } else {
            try linkOrRename(to: destination)
        }
        version = nil
        unlock()
        file = nil
        return length
    }

    /// Links the file to its destination, which unlike renaming never replaces a file created in the meantime. File
    /// systems without links fall back to renaming.
    private func linkOrRename(to destination: String) throws {
        if link(path, destination) == 0 {
            unlink(path)
            return
        }
        if errno == EEXIST { throw target.alreadyExists }
        guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) else { throw Self.error("create", target.url) }
        if access(destination, F_OK) == 0 { throw target.alreadyExists }
        guard rename(path, destination) == 0 else { throw Self.error("create", target.url) }
    }

    private static func error(_ verb: String, _ url: URL, _ cause: POSIXError = .last) -> APIError {
        APIError(.file, "Could not \(verb) '\(url.path)': \(cause.reason).")
    }
}

// MARK: - Continuing in another run

extension PartialFile {
    private static func keptPath(for url: URL) -> String {
        let suffix = ".part-version"
        let name = ContentDisposition.shortened(
            url.lastPathComponent,
            to: ContentDisposition.longestName - suffix.utf8.count - 1
        )
        return url.deletingLastPathComponent().appendingPathComponent(".\(name).part").path
    }

    private static func versionPath(of path: String) -> String { path + "-version" }

    /// The server's identifier of the file version; nil if the file cannot be continued.
    var version: String? {
        get { isKept ? Self.version(of: path) : nil }
        set {
            guard isKept else { return }
            let versionPath = Self.versionPath(of: path)
            if let newValue {
                // If this fails, the download cannot be continued, but it can still succeed.
                try? Data(newValue.utf8).write(to: URL(fileURLWithPath: versionPath))
            } else {
                unlink(versionPath)
            }
        }
    }

    private static func version(of path: String) -> String? {
        let data = FileManager.default.contents(atPath: versionPath(of: path)) ?? Data()
        let text = String(decoding: data, as: UTF8.self)
        return text.isEmpty || data.count > 4_096 || !HTTPField.isValidValue(text) ? nil : text
    }

    /// The number of bytes that an earlier run left; nil if there are none to continue.
    static func resumableLength(for url: URL) -> Int64? {
        let path = keptPath(for: DownloadDestination.place(of: url))
        let length = FileStatus(at: path, followingLinks: false)?.size
        guard let length, length > 0, version(of: path) != nil else { return nil }
        return length
    }

    /// Locks the file and continues at its end.
    private func resume() throws {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // The other download removes the file.
            file = nil
            throw APIError(.file, "Another download of '\(target.url.path)' is under way.")
        }
        length = Int64(lseek(descriptor, 0, SEEK_END))
        if version == nil { try truncate() }
    }
}
