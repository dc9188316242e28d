#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Builds one event from the lines of a stream (HTML Standard section 9.2.6).
struct EventBuilder {
    /// The location of the event's data.
    enum Data {
        case none
        /// A range of the line buffer: most events have one line of data, which need not be copied.
        case line(Range<Int>)
        /// The bytes in ``joined``.
        case joined
    }

    let maximumSize: Int
    private(set) var data = Data.none
    private(set) var joined: [UInt8] = []
    /// The type of the event; empty for none.
    private(set) var type = ""
    private(set) var id: String?
    /// The last reconnection time from the server.
    private(set) var retry: Duration?
    /// Whether the event is complete, so that the next line starts another one.
    private(set) var isComplete = false

    init(maximumSize: Int) {
        self.maximumSize = maximumSize
    }

    /// Whether no line of an event has arrived since the last complete one.
    var isEmpty: Bool {
        isComplete || !hasData && type.isEmpty && id == nil
    }

    private var hasData: Bool {
        if case .none = data { false } else { true }
    }

    private var dataCount: Int {
        switch data {
        case .none: 0
        case .line(let range): range.count
        case .joined: joined.count
        }
    }

    /// Checks the length of the next line. The result does not depend on how the line is split into chunks.
    ///
    /// - Parameter count: The number of bytes of the line so far.
    @inline(__always)
    func checkLine(_ count: Int) throws {
        if count + dataCount - "data: ".utf8.count > maximumSize { throw tooLarge }
    }

    private var tooLarge: APIError {
        APIError(.limitExceeded, "An event of the stream is larger than the limit of \(maximumSize) bytes.")
    }

    /// Parses one line that is not blank.
    @inline(__always)
    mutating func read(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) throws {
        try checkLine(line.count)
        switch bytes[line.lowerBound] {
        case UInt8(ascii: "d"):
            guard let value = Self.value(of: "data", in: line, of: bytes) else { return }
            if hasData {
                keepData(of: bytes)
                joined.append(0x0A)
                joined.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[value]))
            } else {
                data = .line(value)
            }
            if dataCount > maximumSize { throw tooLarge }
        case UInt8(ascii: "e"):
            if let value = Self.value(of: "event", in: line, of: bytes) { type = Self.text(value, of: bytes) }
        case UInt8(ascii: "i"):
            if let value = Self.value(of: "id", in: line, of: bytes), !bytes[value].contains(0) {
                id = Self.text(value, of: bytes)
            }
        case UInt8(ascii: "r"):
            if let value = Self.value(of: "retry", in: line, of: bytes) { setRetry(bytes[value]) }
        default:
            break
        }
    }

    /// Completes the event at a blank line.
    ///
    /// - Returns: Whether there is an event; lines without data form none.
    @inline(__always)
    mutating func end() -> Bool {
        if hasData { isComplete = true } else { clear() }
        return isComplete
    }

    /// Resets the builder for another event.
    @inline(__always)
    mutating func clear() {
        if case .joined = data { joined.removeAll(keepingCapacity: joined.capacity <= 65_536) }
        data = .none
        if !type.isEmpty { type = "" }
        if id != nil { id = nil }
        isComplete = false
    }

    /// Copies the data out of the line buffer, which is about to change.
    mutating func keepData(of bytes: UnsafeRawBufferPointer) {
        guard case .line(let range) = data else { return }
        joined.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
        data = .joined
    }

    /// The value of a field; nil if the line has another name.
    @inline(__always)
    private static func value(
        of name: StaticString,
        in line: Range<Int>,
        of bytes: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        guard line.count >= length, let base = bytes.baseAddress,
            memcmp(base + line.lowerBound, name.utf8Start, length) == 0
        else { return nil }
        var start = line.lowerBound + length
        guard start < line.upperBound else { return start..<start }
        guard bytes[start] == UInt8(ascii: ":") else { return nil }
        start += 1
        if start < line.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
        return start..<line.upperBound
    }

    private static func text(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private mutating func setRetry(_ digits: Slice<UnsafeRawBufferPointer>) {
        guard !digits.isEmpty else { return }
        var milliseconds: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return }
            // Numbers that overflow become the maximum.
            let (tenfold, isTooLarge) = milliseconds.multipliedReportingOverflow(by: 10)
            let (sum, isSumTooLarge) = tenfold.addingReportingOverflow(Int64(digit - 0x30))
            milliseconds = isTooLarge || isSumTooLarge ? .max : sum
        }
        retry = .milliseconds(milliseconds)
    }
}
