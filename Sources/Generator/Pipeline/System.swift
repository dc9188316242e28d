#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files, by the system's own functions.
///
/// Foundation takes as long to load as a small document to generate. And its files wait until what is written has reached
/// the disk, which takes longer than to generate a large one; what a build makes can be made again.
package enum System {
    /// Why a function of the system's did not do its work.
    struct Failure: Error {
        var code: Int32
        /// In the system's own words.
        var reason: String { String(cString: strerror(code)) }

        /// For the function that was called last.
        static var last: Failure { Failure(code: errno) }
    }

    /// What a file holds; it may also be a pipe.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        // For a file all of it and one byte more, so that the end is seen.
        var room = max(0, (try status(of: descriptor)).st_size.asInt) + 1
        while true {
            let part = try read(from: descriptor, atMost: room)
            if part.isEmpty { return bytes }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            room = max(1 << 16, room - part.count)
        }
    }

    /// Whether a file is there and holds just these bytes.
    static func file(_ path: String, has bytes: [UInt8]) throws(Failure) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        // What cannot be read is replaced, or whoever tries says why not.
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

    /// Puts the bytes in the place of a file, which is as it was until it is whole.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = path + ".\(getpid()).tmp"
        // One of that name is what a process that has ended has left.
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

    /// Makes a folder and those around it, where they are not there.
    static func makeFolder(_ path: String) throws(Failure) {
        let separators = path.utf8.indices.dropFirst().filter { path.utf8[$0] == UInt8(ascii: "/") }
        for end in separators + [path.endIndex] {
            guard mkdir(String(path[..<end]), 0o777) != 0, errno != EEXIST else { continue }
            // It may be there although this process may not make it.
            let failure = Failure.last
            var status = stat()
            guard stat(String(path[..<end]), &status) == 0 else { throw failure }
        }
    }

    /// The names of what is in a folder; none where it cannot be read.
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

    /// Writes all of the text, unless whoever reads it has gone.
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

    /// The next bytes; none at the end.
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

// Inside `System` these names are its own.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read

extension off_t {
    fileprivate var asInt: Int { Int(self) }
}
