import CHandingerCurl

/// Inflates a body in the encoding `gzip` or `deflate` (RFC 9110 section 8.4.1) as it arrives.
///
/// libcurl could inflate too, but accepts truncated bodies.
final class ContentDecoder {
    /// The encodings to ask a server for.
    static let accepted = "gzip, deflate"

    // zlib's window bits: 15 is the largest window, plus 16 for gzip, negative for no wrapper.
    private static let (zlib, gzip, raw): (Int32, Int32, Int32) = (15, 31, -15)

    private let stream: UnsafeMutablePointer<handinger_z_stream>
    private var windowBits: Int32
    private var hasInput = false
    /// The first byte of a `deflate` body that arrived alone; two bytes are needed to recognize a wrapper.
    private var firstByte: UInt8?
    /// Whether the last byte so far was the end of a stream.
    private var isAtEnd = false

    /// Makes a decoder; nil for an unknown encoding.
    init?(encoding: String) {
        switch encoding.lowercased() {
        case "gzip", "x-gzip": windowBits = Self.gzip
        case "deflate": windowBits = Self.zlib
        default: return nil
        }
        stream = .allocate(capacity: 1)
        stream.initialize(to: handinger_z_stream())
        guard handinger_inflate_init(stream, windowBits) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Inflates a piece of the body and appends the result.
    ///
    /// - Parameter limit: The maximum length of the output.
    /// - Throws: ``TransportError`` if the bytes are not in the encoding or inflate to more than the limit.
    func decode(_ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], limit: Int) throws {
        guard !hasInput, windowBits == Self.zlib, let next = input.first else {
            return try inflateAll(input, into: &output, limit: limit)
        }
        guard let first = firstByte.take() else {
            guard input.count > 1 else { return firstByte = next }
            return try inflateAll(input, into: &output, limit: limit)
        }
        try ([first] + input).withUnsafeBufferPointer { try inflateAll($0, into: &output, limit: limit) }
    }

    private func inflateAll(_ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], limit: Int) throws {
        var rest = input[...]
        while !rest.isEmpty {
            if isAtEnd { try beginNextMember() }
            rest = rest.dropFirst(try inflateMember(UnsafeBufferPointer(rebasing: rest), into: &output, limit: limit))
        }
    }

    /// Checks that the body ended where the encoding does.
    ///
    /// - Throws: ``TransportError`` with ``TransportError/Reason/bodyTruncated``.
    func finish() throws {
        guard isAtEnd || !hasInput && firstByte == nil else {
            throw TransportError(.bodyTruncated, "The compressed body broke off before its end.")
        }
    }

    /// A gzip file may have several members (RFC 1952 section 2.2).
    private func beginNextMember() throws {
        guard windowBits == Self.gzip, inflateReset2(stream, windowBits) == Z_OK else { throw Self.malformed }
        isAtEnd = false
    }

    /// Inflates until the input or the member ends.
    ///
    /// - Returns: The number of consumed input bytes.
    private func inflateMember(
        _ input: UnsafeBufferPointer<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) throws -> Int {
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(clamping: input.count)
        let offered = Int(stream.pointee.avail_in)
        // A full output buffer may mean that there is more.
        repeat {
            let code = appendPiece(to: &output)
            guard output.count <= limit else {
                throw TransportError(.bodyTooLarge, "The decompressed body is larger than the limit.")
            }
            if code == Z_STREAM_END {
                isAtEnd = true
                break
            }
            guard code == Z_OK || code == Z_BUF_ERROR else {
                guard !hasInput, windowBits == Self.zlib else { throw Self.malformed }
                // Many servers send deflate without the wrapper that RFC 9110 asks for.
                windowBits = Self.raw
                guard inflateReset2(stream, windowBits) == Z_OK else { throw Self.malformed }
                return 0
            }
        } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
        hasInput = true
        return offered - Int(stream.pointee.avail_in)
    }

    /// Returns the code of zlib.
    private func appendPiece(to output: inout [UInt8]) -> Int32 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32_768) { piece in
            stream.pointee.next_out = piece.baseAddress
            stream.pointee.avail_out = UInt32(piece.count)
            let code = inflate(stream, Int32(Z_NO_FLUSH))
            output += piece.prefix(piece.count - Int(stream.pointee.avail_out))
            return code
        }
    }

    private static let malformed = TransportError(
        .malformedResponse,
        "The body is not in the encoding that its Content-Encoding names."
    )
}
