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
