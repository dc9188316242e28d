#if canImport(Glibc)
/// Supplies libcurl with the bytes of a request body.
struct UploadSender {
    private var bytes: [UInt8] = []
    private var offset = 0
    private var sent: Int64 = 0
    private let pipe: UploadPipe?
    /// The announced length; nil if unknown.
    private let length: Int64?
    /// Whether the current chunk is the last.
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
    /// - Returns: The number of bytes, 0 at the end; nil if none are available yet.
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the body cannot be read, or has another length than
    ///   was announced.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        while offset == bytes.count, !hasEnded {
            guard try fetchPiece() else { return nil }
        }
        let unsent = bytes.count - offset
        if let length {
            // The server must not take the beginning of a longer body for all of it, so the last chunk is sent only
            // when it is known to be the last.
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

    /// Returns whether the next chunk or the end was available.
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

    /// Checks that a body announced as empty is empty; libcurl does not request it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    func finish() throws {
        guard length == 0, case .piece = pipe?.next() else { return }
        throw APIError.bodyOfAnotherLength
    }
}
#endif
