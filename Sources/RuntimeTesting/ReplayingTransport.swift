public import APIRuntime

/// A transport that answers requests from a ``Recording``, without a network and deterministically.
///
/// ```swift
/// let client = try HandingerClient(testing: ReplayingTransport(Recording(contentsOf: url)))
/// ```
///
/// It answers with the first unused exchange that has the same method, path, query and body (JSON is compared by
/// value). If all of them are used, the last one is repeated. A request without a recorded exchange fails with an error
/// that lists the exchanges of its path.
public final class ReplayingTransport: Transport {
    private let exchanges: [Recording.Exchange]
    private let used = Locked<Set<Int>>([])

    /// Creates a transport from a recording.
    public init(_ recording: Recording) {
        exchanges = recording.exchanges
    }

    /// The exchanges that have not been used.
    public var unused: [Recording.Exchange] {
        let used = used.withLock { $0 }
        return exchanges.indices.filter { !used.contains($0) }.map { exchanges[$0] }
    }

    /// Answers a request; see `Transport`.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let bytes = try await body?.collect()
        let path = request.recordedPath
        let matches = exchanges.indices.filter { index in
            let exchange = exchanges[index]
            guard exchange.method == request.method.rawValue, exchange.path == path else { return false }
            switch (exchange.requestBody, bytes.map { Recording.Bytes($0) }) {
            case (nil, nil): return true
            case (let recorded?, let sent?): return recorded.matches(sent)
            default: return false
            }
        }
        guard let last = matches.last else { throw notRecorded(request.method.rawValue, path) }
        let index = used.withLock { used in
            let index = matches.first { !used.contains($0) } ?? last
            used.insert(index)
            return index
        }
        return try Self.response(exchanges[index])
    }

    private func notRecorded(_ method: String, _ path: String) -> APIError {
        let similar = exchanges.filter { $0.path == path }.map(\.method)
        let reason =
            similar.isEmpty
            ? "no exchange has that path"
            : "with that path are recorded: \(similar.joined(separator: ", ")), with another method or body"
        return APIError(.invalidRequest, "Nothing is recorded for \(method) \(path): \(reason).")
    }

    private static func response(_ exchange: Recording.Exchange) throws -> (HTTPResponse, HTTPBody) {
        var response = HTTPResponse(status: try HTTPResponse.Status(received: exchange.status))
        for (name, value) in exchange.headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        // The client does not reconnect after the end of a chunked response.
        response.headerFields[.transferEncoding] = "chunked"
        return (response, HTTPBody(chunks: exchange.body.map(\.bytes)))
    }
}
