import Foundation

/// Turns the bytes of an event stream into events: a state machine that neither waits nor reads.
///
/// Feed it chunks of any size and ask for events until there is none:
///
/// ```swift
/// var decoder = ServerSentEventDecoder()
/// decoder.push(chunk)
/// while let event = try decoder.next() { … }
/// ```
///
/// It follows the HTML Standard, sections 9.2.5 and 9.2.6, byte for byte. Time is linear in the bytes however they are
/// cut; memory is bounded by ``maximumEventSize``.
public struct ServerSentEventDecoder: ~Copyable {
    /// How many bytes the data of one event may have; its name and ID may each have as many.
    public let maximumEventSize: Int
    /// The ID of the last event that was complete; empty for none. An ID within an event that is still to be completed
    /// does not count: a stream that goes on after it would miss that event.
    public private(set) var lastEventID: String
    /// Whether the last complete event came with an ID of its own.
    private(set) var isIDExplicit = false
    /// The reconnection time that the server has given.
    public private(set) var retry: Duration?

    private var buffer: [UInt8] = []
    /// Where the current line begins.
    private var lineStart = 0
    /// Where the next line feed and carriage return stand; `buffer.count` if there is none. Keeping both places means
    /// that no byte is searched twice for the same one, whichever line ends a server uses.
    private var lineFeed = 0
    private var carriageReturn = 0
    private var skipsLineFeed = false
    private var isAtStart = true

    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var pendingID: String?

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - maximumEventSize: How many bytes the data of one event may have.
    ///   - lastEventID: The ID in force, for a stream that goes on with one that broke off.
    public init(maximumEventSize: Int = 8 << 20, lastEventID: String = "") {
        self.maximumEventSize = maximumEventSize
        self.lastEventID = lastEventID
    }

    /// Adds bytes as they came.
    public mutating func push(_ chunk: [UInt8]) {
        if lineStart == buffer.count {
            buffer = chunk
            (lineFeed, carriageReturn) = (-1, -1)
        } else {
            let searched = buffer.count - lineStart
            if lineStart > 0 { buffer.removeFirst(lineStart) }
            buffer.append(contentsOf: chunk)
            (lineFeed, carriageReturn) = (searched - 1, searched - 1)
        }
        lineStart = 0
        // Both places say how far was searched without result, so the search goes on from there.
        lineFeed = Self.index(of: 0x0A, in: buffer, from: lineFeed + 1)
        carriageReturn = Self.index(of: 0x0D, in: buffer, from: carriageReturn + 1)
    }

    /// The next event that is complete, or nil if more bytes are needed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/limitExceeded`` once an event is larger than allowed.
    public mutating func next() throws -> ServerSentEvent? {
        if isAtStart, !skipByteOrderMark() { return nil }
        while let line = nextLine() {
            if line.isEmpty {
                if let event = dispatch() { return event }
            } else {
                guard line.count <= longestLine else { throw tooLarge }
                process(line)
                guard data.count <= maximumEventSize else { throw tooLarge }
            }
        }
        guard buffer.count - lineStart <= longestLine else { throw tooLarge }
        return nil
    }

    /// Forgets what is incomplete, as the end of a stream demands. The ID and reconnection time stay.
    public mutating func reset() {
        buffer = []
        (lineStart, lineFeed, carriageReturn) = (0, 0, 0)
        skipsLineFeed = false
        isAtStart = true
        data = []
        hasData = false
        type = ""
        pendingID = nil
    }

    /// Whether bytes of an event have come that is not complete.
    var isWithinEvent: Bool {
        hasData || !type.isEmpty || pendingID != nil || lineStart < buffer.count
    }

    /// How long the next line may be. What is refused must not depend on whether a line comes whole or in pieces.
    private var longestLine: Int {
        let (length, isOverflow) = (maximumEventSize - data.count).addingReportingOverflow("data: ".utf8.count)
        return isOverflow ? .max : length
    }

    private var tooLarge: APIError {
        APIError(.limitExceeded, "An event of the stream is larger than the limit of \(maximumEventSize) bytes.")
    }

    /// Skips one byte order mark at the very start.
    ///
    /// - Returns: Whether enough bytes are there to tell.
    private mutating func skipByteOrderMark() -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let available = min(buffer.count, 3)
        if available < 3, buffer[..<available].elementsEqual(mark[..<available]) { return false }
        if available == 3, buffer[..<3].elementsEqual(mark) { lineStart = 3 }
        isAtStart = false
        return true
    }

    /// The next line without its end; nil if it has no end yet. A carriage return ends a line at once: the line feed
    /// that may follow is skipped when it comes.
    private mutating func nextLine() -> Range<Int>? {
        if skipsLineFeed, lineStart < buffer.count {
            skipsLineFeed = false
            if buffer[lineStart] == 0x0A {
                lineStart += 1
                lineFeed = Self.index(of: 0x0A, in: buffer, from: lineStart)
            }
        }
        let end = min(lineFeed, carriageReturn)
        guard end < buffer.count else { return nil }
        defer { lineStart = end + 1 }
        if end == carriageReturn {
            skipsLineFeed = true
            carriageReturn = Self.index(of: 0x0D, in: buffer, from: end + 1)
        } else {
            lineFeed = Self.index(of: 0x0A, in: buffer, from: end + 1)
        }
        return lineStart..<end
    }

    private mutating func process(_ line: Range<Int>) {
        switch buffer[line.lowerBound] {
        case UInt8(ascii: "d"):
            if let value = value(of: "data", in: line) {
                if hasData { data.append(0x0A) }
                data.append(contentsOf: buffer[value])
                hasData = true
            }
        case UInt8(ascii: "e"):
            if let value = value(of: "event", in: line) { type = String(decoding: buffer[value], as: UTF8.self) }
        case UInt8(ascii: "i"):
            if let value = value(of: "id", in: line), !buffer[value].contains(0) {
                pendingID = String(decoding: buffer[value], as: UTF8.self)
            }
        case UInt8(ascii: "r"):
            if let value = value(of: "retry", in: line) { setRetry(buffer[value]) }
        default:
            break
        }
    }

    /// The value of a field, if the line is one of that name.
    private func value(of name: StaticString, in line: Range<Int>) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        guard line.count >= length else { return nil }
        for offset in 0..<length where buffer[line.lowerBound + offset] != name.utf8Start[offset] { return nil }
        var start = line.lowerBound + length
        guard start < line.upperBound else { return start..<start }
        guard buffer[start] == UInt8(ascii: ":") else { return nil }
        start += 1
        if start < line.upperBound, buffer[start] == UInt8(ascii: " ") { start += 1 }
        return start..<line.upperBound
    }

    private mutating func setRetry(_ digits: ArraySlice<UInt8>) {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let milliseconds = Int64(String(decoding: digits, as: UTF8.self))
        else { return }
        retry = .milliseconds(milliseconds)
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: data.capacity <= 65_536)
            hasData = false
            type = ""
            pendingID = nil
        }
        if let pendingID { lastEventID = pendingID }
        guard hasData else { return nil }
        isIDExplicit = pendingID != nil
        return ServerSentEvent(
            event: type.isEmpty ? "message" : type,
            data: String(decoding: data, as: UTF8.self),
            id: lastEventID.isEmpty ? nil : lastEventID,
            retry: retry
        )
    }

    private static func index(of byte: UInt8, in buffer: [UInt8], from start: Int) -> Int {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
            guard let found = memchr(base + start, Int32(byte), bytes.count - start) else { return bytes.count }
            return UnsafeRawPointer(found) - base
        }
    }
}
