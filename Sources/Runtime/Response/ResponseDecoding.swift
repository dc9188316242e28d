import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Decodes the response of an ``Endpoint``.
public struct ResponseDecoding<Response: Sendable>: Sendable {
    enum Delivery: Sendable {
        /// Reads the whole body and decodes it.
        case parsed(@Sendable (ResponseContent) throws -> Response)
        /// Makes a value that sends the request when it is used, such as a stream.
        case lazy(@Sendable (APIClient, EndpointRequest, RequestOptions) -> Response)
    }

    /// The value of the header field `Accept`.
    let accept: String
    let delivery: Delivery

    /// Whether the response is read while it arrives.
    var isStreamed: Bool {
        if case .lazy = delivery { true } else { false }
    }
}

extension ResponseDecoding where Response: Decodable {
    /// JSON. A `String` may also arrive as plain text, an optional as an empty body.
    public static var json: ResponseDecoding {
        ResponseDecoding(accept: "application/json", delivery: .parsed { try $0.json(Response.self) })
    }
}

extension ResponseDecoding where Response: CustomCodable {
    /// JSON of a type with a custom encoding, such as `[Date]`.
    @_spi(Generated) public static var customCodableJSON: ResponseDecoding {
        ResponseDecoding(
            accept: "application/json",
            delivery: .parsed { try $0.json(CustomCoded<Response>.self).value }
        )
    }
}

extension ResponseDecoding where Response == String {
    /// Text in UTF-8.
    public static var text: ResponseDecoding {
        ResponseDecoding(accept: "text/plain, */*;q=0.5", delivery: .parsed { try $0.text() })
    }
}

extension ResponseDecoding where Response == Data {
    /// Bytes in memory. For large ones use ``download``.
    public static var bytes: ResponseDecoding {
        ResponseDecoding(accept: "application/octet-stream", delivery: .parsed { Data($0.bytes) })
    }
}

extension ResponseDecoding where Response == Void {
    /// No value. A body is ignored.
    public static var empty: ResponseDecoding {
        ResponseDecoding(accept: "*/*", delivery: .parsed { _ in })
    }
}

extension ResponseDecoding where Response == EventStream {
    /// Server-sent events.
    public static var events: ResponseDecoding {
        ResponseDecoding(
            accept: "text/event-stream",
            delivery: .lazy { EventStream(client: $0, request: $1, options: $2) }
        )
    }
}

extension ResponseDecoding where Response == FileDownload {
    /// A file.
    public static var download: ResponseDecoding {
        ResponseDecoding(
            accept: "application/octet-stream",
            delivery: .lazy { FileDownload(client: $0, request: $1, options: $2) }
        )
    }
}

/// A successful response with its whole body, ready to be decoded.
struct ResponseContent {
    let response: HTTPResponse
    let bytes: [UInt8]

    private var mediaType: MediaType? {
        response.headerFields[.contentType].map { MediaType($0) }
    }

    /// Decodes the body as JSON. A string may also be plain text, an optional an empty body.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation``.
    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let mediaType = mediaType
        let isJSON = mediaType?.isJSON
        if isJSON != true, type == String.self, mediaType?.isEventStream != true,
            let text = try plainText(isJSON: isJSON) as? Value
        {
            return text
        }
        if bytes.isEmpty {
            if let type = type as? any EmptyBodyReadable.Type, let value = type.emptyBody as? Value { return value }
            throw error("Expected JSON (\(type)) but the response with status \(response.status.code) has no body.")
        }
        if let mediaType, !mediaType.isJSON {
            throw error(
                "Expected JSON (\(type)) but the response has the content type '\(mediaType.essence)': "
                    + Excerpt.of(bytes)
            )
        }
        do {
            return try JSONCoding.decode(type, from: bytes, status: response.status.code)
        } catch let failure as DecodingError {
            throw error(DecodingFailure(failure, in: bytes).message, cause: failure)
        }
    }

    /// Decodes the body as text.
    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("Expected text in UTF-8 but the body is not valid UTF-8: \(Excerpt.of(bytes))")
        }
        return text
    }

    /// The body as a string that is not JSON. Without a content type, a JSON string is still decoded as JSON.
    private func plainText(isJSON: Bool?) throws -> String? {
        if isJSON == nil, let text = try? JSONCoding.decode(String.self, from: bytes) { return text }
        if bytes.isEmpty { return nil }
        return try text()
    }

    private func error(_ message: String, cause: (any Error)? = nil) -> APIError {
        APIError(.responseValidation, message, body: APIError.body(of: bytes), cause: cause)
    }
}

/// A type with a value for an empty body.
private protocol EmptyBodyReadable {
    static var emptyBody: Self { get }
}

extension Optional: EmptyBodyReadable {
    static var emptyBody: Self { nil }
}
