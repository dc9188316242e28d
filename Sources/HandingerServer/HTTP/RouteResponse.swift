import APIRuntime
import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An HTTP response with an optional streamed body.
struct RouteResponse: Sendable {
    /// Writes a part of the body and returns when the client can take the next (backpressure).
    typealias Write = @Sendable (_ bytes: [UInt8]) async throws -> Void

    enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A body of unknown length. The closure writes it and is cancelled if the client disconnects.
        case stream(@Sendable (_ write: Write) async throws -> Void)
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Body

    init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Encodes the head of a response and the chunks of its body as HTTP/1.1 (RFC 9112).
enum ResponseEncoder {
    static let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    /// The chunk that terminates a body.
    static let lastChunk = Array("0\r\n\r\n".utf8)

    /// Encodes the status line and the header fields.
    ///
    /// - Parameters:
    ///   - keepsAlive: Whether the connection stays open after the response.
    ///   - isChunked: Whether a streamed body is chunked; otherwise the end of the connection ends it.
    static func head(_ response: RouteResponse, date: Date, keepsAlive: Bool, isChunked: Bool) -> [UInt8] {
        var fields = response.headers
        fields[.date] = HTTPDate.text(of: date)
        switch response.body {
        case .empty where response.status.forbidsBody: break
        case .empty: fields[.contentLength] = "0"
        case .bytes(let bytes): fields[.contentLength] = String(bytes.count)
        case .stream: if isChunked { fields[.transferEncoding] = "chunked" }
        }
        if !keepsAlive { fields[.connection] = "close" }
        var text = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        for field in fields {
            text += "\(field.name.rawName): \(field.value)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }
}

extension HTTPResponse.Status {
    fileprivate var forbidsBody: Bool {
        self == .noContent || self == .notModified
    }
}
