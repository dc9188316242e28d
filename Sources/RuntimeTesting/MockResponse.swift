public import APIRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A response of a ``MockTransport``.
///
/// ```swift
/// .json(worker)
/// .json(["error": "no such worker"], status: .notFound)
/// .events([ServerSentEvent(event: "done", data: "{}")])
/// .failure(.connectionLost)
/// ```
public struct MockResponse: Sendable {
    enum Content: Sendable {
        case response(HTTPResponse, [[UInt8]], TransportError?)
        case failure(any Error)
    }

    let content: Content

    /// A JSON response from a value.
    public static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> MockResponse {
        do {
            return bytes(
                try JSONCoding.encode(value),
                contentType: "application/json",
                status: status,
                headers: headers
            )
        } catch {
            return MockResponse(content: .failure(error))
        }
    }

    /// A JSON response from text, which may be malformed.
    public static func json(
        text: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> MockResponse {
        bytes(Array(text.utf8), contentType: "application/json", status: status, headers: headers)
    }

    /// A response without a body.
    public static func status(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> MockResponse {
        bytes([], contentType: nil, status: status, headers: headers)
    }

    /// A response with bytes, such as a file.
    public static func data(
        _ data: Data,
        contentType: String = "application/octet-stream",
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> MockResponse {
        bytes(Array(data), contentType: contentType, status: status, headers: headers)
    }

    /// An event stream.
    ///
    /// - Parameters:
    ///   - events: The events, sent with their `id` and `retry`.
    ///   - failure: The reason why the connection fails after the events; nil for a complete stream.
    public static func events(
        _ events: [ServerSentEvent],
        thenFailing failure: TransportError.Reason? = nil
    ) -> MockResponse {
        var response = HTTPResponse(status: .ok)
        response.headerFields[.contentType] = "text/event-stream"
        // The client does not reconnect after the end of a chunked response.
        response.headerFields[.transferEncoding] = "chunked"
        let error = failure.map { TransportError($0, "The scripted stream breaks off.") }
        return MockResponse(content: .response(response, events.map(\.encoded), error))
    }

    /// A failure of the connection instead of a response.
    public static func failure(_ reason: TransportError.Reason) -> MockResponse {
        MockResponse(content: .failure(TransportError(reason, "The scripted connection fails.")))
    }

    private static func bytes(
        _ bytes: [UInt8],
        contentType: String?,
        status: HTTPResponse.Status,
        headers: HTTPFields
    ) -> MockResponse {
        var response = HTTPResponse(status: status, headerFields: headers)
        if let contentType, headers[.contentType] == nil { response.headerFields[.contentType] = contentType }
        response.headerFields[.contentLength] = String(bytes.count)
        return MockResponse(content: .response(response, [bytes], nil))
    }

    /// The head and body of the response.
    ///
    /// - Throws: The failure instead of a response.
    func render() throws -> (HTTPResponse, HTTPBody) {
        switch content {
        case .failure(let error):
            throw error
        case .response(let response, let chunks, let failure):
            return (response, HTTPBody(chunks: chunks, failure: failure))
        }
    }
}

extension HTTPBody {
    /// Creates a body from chunks.
    ///
    /// - Parameter failure: The error after the last chunk; nil for a complete body.
    init(chunks: [[UInt8]], failure: TransportError? = nil) {
        let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
            for chunk in chunks where !chunk.isEmpty { continuation.yield(chunk) }
            continuation.finish(throwing: failure)
        }
        self.init(stream)
    }
}
