import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Where a download shall end up.
struct FileTarget: Sendable {
    let url: URL
    let overwriting: Bool

    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file is there already or its folder is not.
    init(_ url: URL, overwriting: Bool) throws {
        self.url = url
        self.overwriting = overwriting
        guard url.isFileURL else { throw APIError(.file, "'\(url)' is not a file URL.") }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        if exists, isFolder.boolValue { throw APIError(.file, "'\(url.path)' is a folder.") }
        if exists, !overwriting { throw alreadyExists }
        let folder = url.deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw APIError(.file, "The folder '\(folder)' does not exist.")
        }
    }

    var alreadyExists: APIError {
        APIError(.file, "The file '\(url.path)' exists already; pass overwriting: true to replace it.")
    }

    func makePartialFile() throws -> PartialFile {
        try PartialFile(target: self)
    }
}

/// A temporary file beside its target. It is removed unless it was finished.
final class PartialFile {
    private let target: FileTarget
    private let path: String
    private var descriptor: Int32
    /// How many bytes were written.
    private(set) var length: Int64 = 0

    init(target: FileTarget) throws {
        self.target = target
        // Without the target's own name, which may be as long as a name can be.
        let name = ".download-\(UUID().uuidString).partial"
        path = target.url.deletingLastPathComponent().appendingPathComponent(name).path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.error("create a file beside", target.url) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(path)
    }

    /// What was written so far; it can be read as long as the file has not got its name.
    var body: HTTPBody {
        HTTPBody(file: URL(fileURLWithPath: path), length: length)
    }

    /// Whether a body is this file's.
    func isSource(of body: HTTPBody) -> Bool {
        if case .file(let url) = body.content { url == URL(fileURLWithPath: path) } else { false }
    }

    func write(_ chunk: [UInt8]) throws {
        try chunk.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                #if canImport(Darwin)
                let count = Darwin.write(descriptor, part.baseAddress, part.count)
                #elseif canImport(Glibc)
                let count = Glibc.write(descriptor, part.baseAddress, part.count)
                #elseif canImport(Musl)
                let count = Musl.write(descriptor, part.baseAddress, part.count)
                #elseif canImport(Android)
                let count = Android.write(descriptor, part.baseAddress, part.count)
                #endif
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.error("write", target.url) }
                rest = rest.dropFirst(count)
            }
        }
        length += Int64(chunk.count)
    }

    /// Begins the file anew.
    func truncate() throws {
        guard length > 0 else { return }
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Self.error("write", target.url)
        }
        length = 0
    }

    /// Gives the file its name, now that it is complete and on disk.
    ///
    /// - Returns: Its length in bytes.
    func finish() throws -> Int64 {
        guard fsync(descriptor) == 0 else { throw Self.error("write", target.url) }
        let destination = target.url.path
        if target.overwriting {
            guard rename(path, destination) == 0 else { throw Self.error("replace", target.url) }
        } else {
            try linkOrRename(to: destination)
        }
        close(descriptor)
        descriptor = -1
        return length
    }

    /// Unlike renaming, linking never replaces a file that came into being meanwhile; but some file systems have no
    /// links.
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

    private static func error(_ verb: String, _ url: URL) -> APIError {
        let reason = String(cString: strerror(errno))
        return APIError(.file, "Could not \(verb) '\(url.path)': \(reason).")
    }
}
