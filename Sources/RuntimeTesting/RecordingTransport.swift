public import APIRuntime

/// A transport that forwards requests to another transport and records the exchanges.
///
/// ```swift
/// let recorder = RecordingTransport()
/// let client = try HandingerClient(configuration: configuration)   // configuration.transport = recorder
/// _ = try await client.workers.create(input: "Weather in Barcelona?")
/// try recorder.recording.write(to: url)
/// ```
///
/// The recording of a response body grows while the body is read. Connection failures are rethrown and not recorded.
public final class RecordingTransport: Transport {
    private let transport: any Transport
    private let exchanges = Locked<[Recording.Exchange]>([])

    /// Creates a recorder for another transport.
    public init(_ transport: any Transport = APIClient.Configuration().transport) {
        self.transport = transport
    }

    /// The exchanges so far.
    public var recording: Recording {
        Recording(exchanges: exchanges.withLock { $0 })
    }

    /// Sends a request and records it; see `Transport`.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let bytes = try await body?.collect()
        let (response, responseBody) = try await transport.send(
            request,
            body: bytes.map { HTTPBody($0) },
            options: options
        )
        let number = exchanges.withLock { exchanges in
            exchanges.append(
                Recording.Exchange(
                    method: request.method.rawValue,
                    path: request.recordedPath,
                    requestBody: bytes.map { Recording.Bytes($0) },
                    status: response.status.code,
                    headers: response.recordedHeaders,
                    body: []
                )
            )
            return exchanges.count - 1
        }
        let recorded = responseBody.map { [weak self] chunk in
            self?.record(chunk, of: number)
            return chunk
        }
        return (response, HTTPBody(recorded, length: responseBody.length))
    }

    private func record(_ chunk: [UInt8], of number: Int) {
        exchanges.withLock { $0[number].body.append(Recording.Bytes(chunk)) }
    }
}

extension HTTPRequest {
    /// The path and query without secrets.
    var recordedPath: String {
        let parts = (path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count > 1 else { return String(parts[0]) }
        return "\(parts[0])?" + Redaction.query(parts[1].split(separator: "&").map(String.init))
    }
}

extension HTTPResponse {
    /// The headers to record: no secrets, and none that describe only the connection.
    fileprivate var recordedHeaders: [String: String] {
        var headers: [String: String] = [:]
        for field in headerFields {
            let name = field.name.canonicalName
            let isTransport = ["connection", "keep-alive", "content-encoding", "content-length"].contains(name)
            if isTransport || name.contains("cookie") || Redaction.isSensitive(name) { continue }
            headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
        }
        return headers
    }
}
