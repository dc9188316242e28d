#if canImport(Glibc)
/// Gives libcurl the bytes of a request's body as the connection takes them.
struct UploadSender {
    private var bytes: [UInt8] = []
    private var offset = 0
    private var sent: Int64 = 0
    private let pipe: UploadPipe?
    /// How many bytes were announced; nil where their number is not known.
    private let length: Int64?
    /// Whether the bytes at hand are the last.
    private var hasEnded: Bool

    init(_ body: CurlRequest.Body, pipe: UploadPipe?) {
        self.pipe = pipe
        hasEnded = pipe == nil
        switch body {
        case .none, .small:
            length = 0
        case .bytes(let all):
            bytes = all
            length = Int64(all.count)
        case .pieces(_, let announced):
            length = announced
        }
    }

    /// Whether libcurl has taken all of the body.
    var isFinished: Bool { offset == bytes.count && (hasEnded || sent == length) }

    /// Copies the next bytes into a buffer.
    ///
    /// - Returns: How many, 0 at the end; nil if they are not there yet.
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the body cannot be read, or has another length than
    ///   was announced.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        while offset == bytes.count, !hasEnded {
            guard try fetchPiece() else { return nil }
        }
        let unsent = bytes.count - offset
        if let length {
            // Of a body of another length the server shall not take the beginning for the whole. So the last piece
            // goes out when it is known to be the last.
            if sent + Int64(unsent) == length, !hasEnded {
                switch pipe?.next() {
                case .wait: return nil
                case .piece: throw APIError.bodyOfAnotherLength
                case .failed(let error): throw Self.readError(error)
                case .end, nil: hasEnded = true
                }
            }
            guard sent + Int64(unsent) <= length, !hasEnded || sent + Int64(unsent) == length else {
                throw APIError.bodyOfAnotherLength
            }
        }
        let count = min(buffer.count, unsent)
        buffer.copyBytes(from: bytes[offset..<(offset + count)])
        offset += count
        sent += Int64(count)
        return count
    }

    /// Returns whether the next piece, or the end, was there.
    private mutating func fetchPiece() throws -> Bool {
        switch pipe?.next() {
        case .piece(let piece): (bytes, offset) = (piece, 0)
        case .wait: return false
        case .failed(let error): throw Self.readError(error)
        case .end, nil: hasEnded = true
        }
        return true
    }

    private static func readError(_ error: any Error) -> any Error {
        error is CancellationError || error is APIError ? error : APIError.unreadableBody(error)
    }

    /// Checks that a body of no bytes is one: libcurl does not ask for it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    func finish() throws {
        guard length == 0, case .piece = pipe?.next() else { return }
        throw APIError.bodyOfAnotherLength
    }
}
#endif
