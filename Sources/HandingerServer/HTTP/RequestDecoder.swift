import HTTPTypes

/// Takes the bytes of a connection apart into requests: a state machine that is fed and asked, and never waits.
///
/// HTTP/1.1 by RFC 9112. A line may end with a bare LF; obsolete line folding, whitespace before a colon and a body
/// of ambiguous length are refused.
struct RequestDecoder: Sendable {
    enum Event: Sendable {
        case head(RequestHead)
        /// The whole body; empty where there is none.
        case body([UInt8])
    }

    private enum State: Sendable {
        case head
        case length(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailer
    }

    private let limits: ServerLimits
    private var state = State.head
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that are done with.
    private var position = 0
    /// Where the search for the end of a line goes on, so that no byte is looked at twice.
    private var scanned = 0
    /// The lines of the head so far, and the bytes of the head or the trailer so far.
    private var lines: [[UInt8]] = []
    private var headSize = 0
    private var body: [UInt8] = []

    init(limits: ServerLimits) {
        self.limits = limits
    }

    /// Whether a request has begun and not ended.
    var isInsideRequest: Bool {
        if case .head = state { return position < buffer.count || !lines.isEmpty }
        return true
    }

    /// Bytes that have come in and not been used.
    var pendingCount: Int { buffer.count - position }

    mutating func receive(_ bytes: [UInt8]) {
        if position > 0 {
            buffer.removeFirst(position)
            scanned -= position
            position = 0
        }
        buffer += bytes
    }

    /// The next event, or nil if more bytes are needed for it.
    mutating func next() throws(RequestViolation) -> Event? {
        while true {
            switch state {
            case .head:
                guard let line = try nextHeadLine(isRequestLine: lines.isEmpty) else { return nil }
                // An empty line before the request line is to be ignored (RFC 9112, section 2.2).
                if line.isEmpty && lines.isEmpty { continue }
                guard line.isEmpty else {
                    lines.append(line)
                    continue
                }
                let head = try RequestHead(lines: lines, limits: limits)
                lines = []
                headSize = 0
                switch head.body {
                case .none: state = .length(0)
                case .length(let length): state = .length(length)
                case .chunked: state = .chunkSize
                }
                return .head(head)
            case .length(let length):
                guard take(length) else { return nil }
                return finish()
            case .chunkSize:
                guard let line = try nextLine(limit: 1024, excess: Self.longChunkSize) else { return nil }
                let size = try parseChunkSize(line)
                state = size == 0 ? .trailer : .chunk(size)
            case .chunk(let size):
                guard take(size) else { return nil }
                state = .chunkEnd
            case .chunkEnd:
                guard let line = try nextLine(limit: 2, excess: Self.brokenChunk) else { return nil }
                guard line.isEmpty else { throw Self.brokenChunk }
                state = .chunkSize
            case .trailer:
                guard let line = try nextHeadLine(isRequestLine: false) else { return nil }
                if line.isEmpty { return finish() }
            }
        }
    }

    private static let longChunkSize = RequestViolation(.badRequest, "The line of a chunk size is too long.")
    private static let brokenChunk = RequestViolation(.badRequest, "A chunk of the body does not end where it should.")

    private mutating func finish() -> Event {
        defer {
            state = .head
            body = []
            headSize = 0
        }
        return .body(body)
    }

    /// Moves bytes to the body once they are all there.
    private mutating func take(_ count: Int) -> Bool {
        guard pendingCount >= count else { return false }
        body += buffer[position..<(position + count)]
        position += count
        scanned = position
        return true
    }

    /// The next line of a head or a trailer, whose lines share one limit.
    private mutating func nextHeadLine(isRequestLine: Bool) throws(RequestViolation) -> [UInt8]? {
        let excess =
            isRequestLine
            ? RequestViolation(.uriTooLong, "The request line may have at most \(limits.headSize) bytes.")
            : RequestViolation(.requestHeaderFieldsTooLarge, "A head may have at most \(limits.headSize) bytes.")
        let before = position
        let line = try nextLine(limit: limits.headSize - headSize, excess: excess)
        headSize += position - before
        return line
    }

    /// The next line without its end, or nil if its end has not come yet.
    private mutating func nextLine(
        limit: Int,
        excess: RequestViolation
    ) throws(RequestViolation) -> [UInt8]? {
        guard let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = buffer.count
            guard pendingCount <= limit else { throw excess }
            return nil
        }
        guard end + 1 - position <= limit else { throw excess }
        var line = buffer[position..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        position = end + 1
        scanned = position
        return Array(line)
    }

    private func parseChunkSize(_ line: [UInt8]) throws(RequestViolation) -> Int {
        let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self).trimmed
        guard
            !digits.isEmpty,
            digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let size = Int(digits, radix: 16)
        else {
            throw RequestViolation(.badRequest, "A chunk size must be a hexadecimal number.")
        }
        // Compared this way round, the sum cannot overflow.
        guard size <= limits.bodySize - body.count else { throw RequestViolation.bodyTooLarge(limits) }
        return size
    }
}
