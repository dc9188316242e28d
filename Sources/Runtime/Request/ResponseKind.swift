#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How the response of an ``Endpoint`` becomes a value.
public struct ResponseKind<Response: Sendable>: Sendable {
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

extension ResponseKind where Response: Decodable {
    /// JSON. A `String` may also come as plain text; an optional may also come as an empty body.
    public static var json: ResponseKind {
        ResponseKind(accept: "application/json", delivery: .parsed { try $0.json(Response.self) })
    }
}

extension ResponseKind where Response: WireConvertible {
    /// JSON of a type that has a wire form of its own, such as `[Date]`.
    public static var convertedJSON: ResponseKind {
        ResponseKind(accept: "application/json", delivery: .parsed { try $0.json(Converted<Response>.self).value })
    }
}

extension ResponseKind where Response == String {
    /// Text in UTF-8.
    public static var text: ResponseKind {
        ResponseKind(accept: "text/plain, */*;q=0.5", delivery: .parsed { try $0.text() })
    }
}

extension ResponseKind where Response == Data {
    /// Bytes in memory. For large ones use ``download``.
    public static var bytes: ResponseKind {
        ResponseKind(accept: "application/octet-stream", delivery: .parsed { Data($0.bytes) })
    }
}

extension ResponseKind where Response == Void {
    /// Nothing; whatever body comes is ignored.
    public static var empty: ResponseKind {
        ResponseKind(accept: "*/*", delivery: .parsed { _ in })
    }
}

extension ResponseKind where Response == EventStream {
    /// Server-sent events.
    public static var events: ResponseKind {
        ResponseKind(
            accept: "text/event-stream",
            delivery: .lazy { EventStream(client: $0, request: $1, options: $2) }
        )
    }
}

extension ResponseKind where Response == Download {
    /// A file.
    public static var download: ResponseKind {
        ResponseKind(
            accept: "application/octet-stream",
            delivery: .lazy { Download(client: $0, request: $1, options: $2) }
        )
    }
}
