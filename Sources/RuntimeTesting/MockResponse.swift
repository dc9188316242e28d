public import APIRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a ``MockTransport`` answers to a request.
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

    /// A value as JSON.
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

    /// JSON as text, well-formed or not.
    public static func json(
        text: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> MockResponse {
        bytes(Array(text.utf8), contentType: "application/json", status: status, headers: headers)
    }

    /// A status without a body.
    public static func status(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> MockResponse {
        bytes([], contentType: nil, status: status, headers: headers)
    }

    /// Bytes, such as those of a file.
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
    ///   - events: The events. Their `retry` and `id` are sent as they are, so leave them out where a server would.
    ///   - failure: How the stream breaks off after them; nil for a proper end.
    public static func events(
        _ events: [ServerSentEvent],
        thenFailing failure: TransportError.Reason? = nil
    ) -> MockResponse {
        var response = HTTPResponse(status: .ok)
        response.headerFields[.contentType] = "text/event-stream"
        // A chunked response has an end of its own, so the client does not ask whether there is more.
        response.headerFields[.transferEncoding] = "chunked"
        let error = failure.map { TransportError($0, "The scripted stream breaks off.") }
        return MockResponse(content: .response(response, events.map(\.wireForm), error))
    }

    /// No response: the connection fails.
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

    /// The response's head and body.
    ///
    /// - Throws: The failure, if it is one.
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
    /// A body that comes in these pieces.
    ///
    /// - Parameter failure: How it breaks off; nil for a proper end.
    init(chunks: [[UInt8]], failure: TransportError? = nil) {
        let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
            for chunk in chunks where !chunk.isEmpty { continuation.yield(chunk) }
            continuation.finish(throwing: failure)
        }
        self.init(stream)
    }
}

extension ServerSentEvent {
    /// The event as a server sends it.
    fileprivate var wireForm: [UInt8] {
        var text = ""
        if let retry { text += "retry: \(Int64(retry / .milliseconds(1)))\n" }
        if let id { text += "id: \(id)\n" }
        if event != "message" { text += "event: \(event)\n" }
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) { text += "data: \(line)\n" }
        return Array((text + "\n").utf8)
    }
}
