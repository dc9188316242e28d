#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How the response of an ``Endpoint`` becomes a value.
public struct ResponseDecoding<Response: Sendable>: Sendable {
    enum Delivery: Sendable {
        /// The whole body is read and a value made of it.
        case parsed(@Sendable (ResponseContent) throws -> Response)
        /// The value makes the request itself when it is used.
        case lazy(@Sendable (APIClient, EndpointRequest, RequestOptions) -> Response)
    }

    /// What `Accept` says.
    let accept: String
    let delivery: Delivery
}

extension ResponseDecoding where Response: Decodable {
    /// JSON. A `String` may also come as plain text; an optional may also come as an empty body.
    public static var json: ResponseDecoding {
        ResponseDecoding(accept: "application/json", delivery: .parsed { try $0.json(Response.self) })
    }
}

extension ResponseDecoding where Response: CustomCodable {
    /// JSON of a type that has a wire form of its own, such as `[Date]`.
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
    /// Nothing; whatever body comes is ignored.
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
