#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Splits the bytes of an event stream into lines (HTML Standard section 9.2.5). It keeps only offsets; the caller
/// holds the bytes.
struct EventLines {
    /// The start of the next line.
    private(set) var start = 0
    /// The offsets of the next line feed and carriage return, or the number of bytes. Keeping both means that no byte
    /// is searched twice, whichever line ends a server uses.
    private var lineFeed = 0
    private var carriageReturn = 0
    private var skipsLineFeed = false
    private var isAtStart = true

    /// Appends a chunk and drops the lines already read.
    mutating func add(_ chunk: consuming [UInt8], to buffer: inout [UInt8]) {
        var searched = 0
        if start == buffer.count {
            buffer = chunk
        } else {
            searched = buffer.count - start
            if start > 0 { buffer.removeFirst(start) }
            buffer.append(contentsOf: chunk)
        }
        start = 0
        (lineFeed, carriageReturn) = buffer.withUnsafeBytes {
            (Self.index(of: 0x0A, in: $0, from: searched), Self.index(of: 0x0D, in: $0, from: searched))
        }
    }

    /// The next line without its end; nil if the end has not arrived. A carriage return ends a line at once: a line
    /// feed that follows is skipped when it arrives.
    @inline(__always)
    mutating func next(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        if isAtStart, !skipByteOrderMark(bytes) { return nil }
        if skipsLineFeed, start < bytes.count {
            skipsLineFeed = false
            if bytes[start] == 0x0A {
                start += 1
                lineFeed = Self.index(of: 0x0A, in: bytes, from: start)
            }
        }
        let end = min(lineFeed, carriageReturn)
        guard end < bytes.count else { return nil }
        let line = start..<end
        start = end + 1
        if end == carriageReturn {
            skipsLineFeed = true
            carriageReturn = Self.index(of: 0x0D, in: bytes, from: start)
        } else {
            lineFeed = Self.index(of: 0x0A, in: bytes, from: start)
        }
        return line
    }

    /// Skips a byte order mark at the start of the stream.
    ///
    /// - Returns: Whether there were enough bytes to decide.
    private mutating func skipByteOrderMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if bytes.count < 3, bytes.elementsEqual(mark.prefix(bytes.count)) { return false }
        if bytes.starts(with: mark) { start = 3 }
        isAtStart = false
        return true
    }

    private static func index(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
        // The line after an event is blank, so the first byte often matches.
        if bytes[start] == byte { return start }
        guard let found = memchr(base + start, Int32(byte), bytes.count - start) else { return bytes.count }
        return UnsafeRawPointer(found) - base
    }
}
