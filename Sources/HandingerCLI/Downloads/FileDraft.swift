#if CommandLine
import Foundation

/// A file beside the one that is wanted, which gets its name when it is complete.
///
/// A draft of a version that the server has named may be kept, to be continued by the next run. It is then found under
/// its name, `.plan.md.part`, with the version in `.plan.md.part-version`.
final class FileDraft {
    let target: URL
    private let path: String
    private let isKept: Bool
    private let handle: FileHandle
    /// How many bytes there are.
    private(set) var length: Int64
    private var isFinished = false

    /// - Parameters:
    ///   - isKept: Whether the draft of an earlier run is continued, and this one is kept if it stays incomplete.
    /// - Throws: ``CommandFailure`` if there can be no such file, or another run is at work on it.
    init(for target: URL, isKept: Bool) throws {
        self.target = target
        self.isKept = isKept
        let suffix = isKept ? "part" : "\(UUID().uuidString).part"
        let name = ".\(target.lastPathComponent.prefix(100)).\(suffix)"
        path = target.deletingLastPathComponent().appending(path: name).path
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (isKept ? 0 : O_EXCL)
        let descriptor = open(path, flags, 0o666)
        guard descriptor >= 0 else { throw Self.failure("create a file beside", target) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        length = Int64(lseek(descriptor, 0, SEEK_END))
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            isFinished = true
            throw CommandFailure(.failure, "Another process is downloading \"\(target.relativePath)\"")
        }
        if version == nil { try truncate() }
    }

    deinit {
        if !isFinished, !(isKept && version != nil && length > 0) { remove() }
    }

    // MARK: - The version

    private var versionPath: String { path + "-version" }

    /// What the server calls the version of the file that the bytes are of; nil if it cannot be continued.
    var version: String? {
        get {
            guard isKept, let data = FileManager.default.contents(atPath: versionPath), data.count < 4_096 else {
                return nil
            }
            let text = String(decoding: data, as: UTF8.self)
            return text.isEmpty || text.contains(where: \.isNewline) ? nil : text
        }
        set {
            guard isKept else { return }
            if let newValue {
                try? Data(newValue.utf8).write(to: URL(fileURLWithPath: versionPath))
            } else {
                unlink(versionPath)
            }
        }
    }

    // MARK: - Writing

    func append(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Self.failure("write", target)
        }
        length += Int64(bytes.count)
    }

    /// Begins anew.
    func truncate() throws {
        guard ftruncate(handle.fileDescriptor, 0) == 0, lseek(handle.fileDescriptor, 0, SEEK_SET) == 0 else {
            throw Self.failure("write", target)
        }
        length = 0
        version = nil
    }

    /// Gives the file its name, now that it is complete and on disk.
    func finish(overwriting: Bool) throws {
        guard fsync(handle.fileDescriptor) == 0 else { throw Self.failure("write", target) }
        if overwriting {
            guard rename(path, target.path) == 0 else { throw Self.failure("replace", target) }
        } else {
            // Unlike renaming, linking never replaces a file that came into being meanwhile.
            guard link(path, target.path) == 0 else {
                throw errno == EEXIST ? CommandFailure.alreadyThere(target) : Self.failure("create", target)
            }
        }
        remove()
        isFinished = true
    }

    private func remove() {
        unlink(path)
        version = nil
    }

    private static func failure(_ verb: String, _ url: URL) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(.failure, "Could not \(verb) \"\(url.relativePath)\": \(reason)")
    }
}

extension CommandFailure {
    static func alreadyThere(_ url: URL) -> CommandFailure {
        CommandFailure(
            .failure,
            "\"\(url.relativePath)\" is there already",
            hint: "Choose another name with -o, or replace it with --force."
        )
    }
}
#endif
