#if canImport(Glibc)
/// Gives libcurl the bytes of a request's body as the connection takes them.
struct UploadSender {
    private var bytes: [UInt8] = []
    private var offset = 0
    private var sent: Int64 = 0
    private let pipe: UploadPipe?
    /// How many bytes were announced; nil where their number is not known.
    private let length: Int64?

    init(_ body: CurlRequest.Body, pipe: UploadPipe?) {
        self.pipe = pipe
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

    /// Copies the next bytes into a buffer.
    ///
    /// - Returns: How many, 0 at the end; nil if they are not there yet.
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the body cannot be read, or has another length than
    ///   was announced.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        if offset == bytes.count {
            switch pipe?.next() {
            case .piece(let piece): (bytes, offset) = (piece, 0)
            case .wait: return nil
            case .failed(let error):
                throw error is CancellationError || error is APIError ? error : APIError.unreadableBody(error)
            case .end, nil:
                guard length ?? sent == sent else { throw APIError.bodyOfAnotherLength }
                return 0
            }
        }
        // Of a piece that is too long nothing is sent: the server shall not take the beginning for the whole.
        if let length, sent + Int64(bytes.count - offset) > length { throw APIError.bodyOfAnotherLength }
        let count = min(buffer.count, bytes.count - offset)
        buffer.copyBytes(from: bytes[offset..<(offset + count)])
        offset += count
        sent += Int64(count)
        return count
    }

    /// Checks that nothing is left after the announced length, for which libcurl does not ask.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    func finish() throws {
        guard let length, sent == length, case .piece = pipe?.next() else { return }
        throw APIError.bodyOfAnotherLength
    }
}
#endif
