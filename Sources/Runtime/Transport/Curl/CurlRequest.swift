#if canImport(Glibc)
import HTTPTypes

/// A request in the form that libcurl takes.
struct CurlRequest: Sendable {
    /// A way to send the body.
    enum Body: Sendable {
        case none
        /// Together with the head.
        case small([UInt8])
        /// From memory, as the connection accepts it.
        case bytes([UInt8])
        /// Chunk by chunk; the length is nil if unknown.
        case pieces(HTTPBody, length: Int64?)

        /// Whether libcurl requests the bytes while sending.
        var isSentInPieces: Bool {
            switch self {
            case .none, .small: false
            case .bytes, .pieces: true
            }
        }
    }

    /// The maximum size of a body that is copied and sent together with the head.
    private static let smallSize = 32 << 10
    /// libcurl's limit for the head of a request (1 MiB), less its own additions.
    private static let maximumHeadSize = 1_000_000

    let method: HTTPRequest.Method
    let url: String
    /// Lines for `CURLOPT_HTTPHEADER`.
    let headerLines: [String]
    let body: Body
    let options: TransportOptions
    /// Whether the transport inflates the body; false if the caller requested an encoding.
    let decodesContent: Bool

    /// - Throws: ``APIError`` for a request that HTTP cannot carry, and for a file that cannot be sent.
    init(_ request: HTTPRequest, body: HTTPBody?, options: TransportOptions) throws {
        guard body == nil || request.method != .head else {
            throw APIError(.invalidRequest, "A HEAD request has no body (RFC 9110 section 9.3.2).")
        }
        try body?.checkFiles()
        method = request.method
        url = request.urlText
        self.options = options
        let asked = request.headerFields[.acceptEncoding]
        decodesContent = asked.map { $0 == "identity" } ?? true
        headerLines = Self.headerLines(request, asksForEncoding: asked == nil)
        guard url.utf8.count + headerLines.reduce(0, { $0 + $1.utf8.count + 2 }) <= Self.maximumHeadSize else {
            throw APIError(
                .invalidRequest,
                "The request's URL and header fields have more than \(Self.maximumHeadSize) bytes."
            )
        }
        guard request.authority?.utf8.allSatisfy({ $0 < 0x80 }) ?? true else {
            throw APIError(
                .invalidRequest,
                "The host '\(Excerpt.of(request.authority ?? ""))' has letters beyond ASCII: write it in its Punycode "
                    + "form (xn--…)."
            )
        }
        self.body =
            switch body?.content {
            case nil: .none
            case .bytes(let bytes): bytes.count <= Self.smallSize ? .small(bytes) : .bytes(bytes)
            case .file, .segments, .source: body.map { .pieces($0, length: $0.length) } ?? .none
            }
    }

    /// Whether a request of this method sends `Content-Length: 0` for an empty body (RFC 9110 section 8.6).
    var announcesEmptyBody: Bool {
        if case .none = body { [.post, .put, .patch].contains(method) } else { false }
    }

    private static func headerLines(_ request: HTTPRequest, asksForEncoding: Bool) -> [String] {
        // A line without a value suppresses libcurl's own field; a line that ends with ";" has an empty value.
        var lines = ["Expect:"]
        var isMissing = (accept: true, contentType: true)
        for field in request.wireFields {
            switch field.name {
            case .expect, .contentLength, .transferEncoding: continue
            case .accept: isMissing.accept = false
            case .contentType: isMissing.contentType = false
            default: break
            }
            lines.append(field.value.isEmpty ? field.name.rawName + ";" : field.name.rawName + ": " + field.value)
        }
        if isMissing.accept { lines.append("Accept:") }
        if isMissing.contentType { lines.append("Content-Type:") }
        if asksForEncoding { lines.append("Accept-Encoding: \(ContentDecoder.accepted)") }
        return lines
    }
}
#endif
