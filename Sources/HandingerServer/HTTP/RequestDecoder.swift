import HTTPTypes

/// An incremental HTTP/1.1 request parser (RFC 9112): a pure state machine without I/O.
///
/// It accepts a bare LF as line end. It rejects obsolete line folding, whitespace before a colon and a body of
/// ambiguous length.
struct RequestDecoder: Sendable {
    enum Event: Sendable {
        case head(RequestHead)
        /// The whole body; empty if there is none.
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
    /// The number of consumed bytes of the buffer.
    private var position = 0
    /// The offset at which the search for the end of a line continues, so that no byte is scanned twice.
    private var scanned = 0
    /// The lines of the head so far, and the size of the head or trailer so far.
    private var lines: [[UInt8]] = []
    private var headSize = 0
    private var body: [UInt8] = []

    init(limits: ServerLimits) {
        self.limits = limits
    }

    /// Whether a request is incomplete.
    var isInsideRequest: Bool {
        if case .head = state { return position < buffer.count || !lines.isEmpty }
        return true
    }

    /// The number of unconsumed bytes.
    var pendingCount: Int { buffer.count - position }

    mutating func receive(_ bytes: [UInt8]) {
        if position > 0 {
            buffer.removeFirst(position)
            scanned -= position
            position = 0
        }
        buffer += bytes
    }

    /// The next event; nil if it needs more bytes.
    mutating func next() throws(RequestViolation) -> Event? {
        while true {
            switch state {
            case .head:
                guard let line = try nextHeadLine(isRequestLine: lines.isEmpty) else { return nil }
                // Ignore an empty line before the request line (RFC 9112, section 2.2).
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

    /// Moves bytes to the body if all of them have arrived.
    private mutating func take(_ count: Int) -> Bool {
        guard pendingCount >= count else { return false }
        body += buffer[position..<(position + count)]
        position += count
        scanned = position
        return true
    }

    /// The next line of a head or trailer; the size limit applies to all of their lines together.
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

    /// The next line without its line break; nil if it is incomplete.
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
        // A subtraction cannot overflow here; an addition could.
        guard size <= limits.bodySize - body.count else { throw RequestViolation.bodyTooLarge(limits) }
        return size
    }
}
