#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// File access through POSIX functions.
///
/// Loading Foundation takes as long as generating a small client, and its atomic writes wait for the disk, which
/// generated files do not need.
package enum System {
    /// The `errno` of a failed system call.
    struct Failure: Error {
        var code: Int32
        /// The system's description of the error.
        var reason: String { String(cString: strerror(code)) }

        /// The failure of the last system call.
        static var last: Failure { Failure(code: errno) }
    }

    /// Returns the content of a file or pipe.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        // One byte more than the file has, so that the first read detects the end.
        var room = max(0, (try status(of: descriptor)).st_size.asInt) + 1
        while true {
            let part = try read(from: descriptor, atMost: room)
            if part.isEmpty { return bytes }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            room = max(1 << 16, room - part.count)
        }
    }

    /// Whether a file exists and has exactly these bytes.
    static func file(_ path: String, has bytes: [UInt8]) throws(Failure) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        // An unreadable file is replaced, and a failure to do so is reported then.
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard try status(of: descriptor).st_size.asInt == bytes.count else { return false }
        var position = 0
        while position < bytes.count {
            guard let part = try? read(from: descriptor, atMost: min(bytes.count - position, 1 << 18)), !part.isEmpty
            else { return false }
            let isSame = bytes[position...].withUnsafeBytes { bytes in
                part.withUnsafeBytes { part in
                    guard let base = bytes.baseAddress, let other = part.baseAddress else { return false }
                    return part.count <= bytes.count && memcmp(base, other, part.count) == 0
                }
            }
            guard isSame else { return false }
            position += part.count
        }
        return true
    }

    /// Replaces a file atomically.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = path + ".\(getpid()).tmp"
        // A file of that name was left by an earlier process with the same identifier.
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .last }
        do throws(Failure) {
            do throws(Failure) {
                try write(bytes[...], to: descriptor)
            } catch {
                close(descriptor)
                throw error
            }
            guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw .last }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Creates a folder and its missing parents.
    static func makeFolder(_ path: String) throws(Failure) {
        let separators = path.utf8.indices.dropFirst().filter { path.utf8[$0] == UInt8(ascii: "/") }
        for end in separators + [path.endIndex] {
            guard mkdir(String(path[..<end]), 0o777) != 0, errno != EEXIST else { continue }
            // `mkdir` may fail for an existing folder with an error other than EEXIST, such as EROFS.
            let failure = Failure.last
            var status = stat()
            guard stat(String(path[..<end]), &status) == 0 else { throw failure }
        }
    }

    /// The names in a folder; empty if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Writes the text and ignores errors, such as a closed pipe.
    package static func write(_ text: String, to descriptor: Int32) {
        try? write(Array(text.utf8)[...], to: descriptor)
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw .last }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Returns the next bytes; none at the end of the file.
    private static func read(from descriptor: Int32, atMost count: Int) throws(Failure) -> [UInt8] {
        while true {
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                result = systemRead(descriptor, buffer.baseAddress, count)
                initialized = max(0, result)
            }
            if result >= 0 { return bytes }
            guard errno == EINTR else { throw .last }
        }
    }

    private static func status(of descriptor: Int32) throws(Failure) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        return status
    }
}

// Inside `System`, `read` and `write` mean its own functions.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read

extension off_t {
    fileprivate var asInt: Int { Int(self) }
}
