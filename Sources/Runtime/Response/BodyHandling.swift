import HTTPTypes

/// How the body of a successful response is read within an attempt. A body that breaks off then fails the attempt,
/// which the retry policy may repeat.
enum BodyHandling: Sendable {
    /// Leaves the body unread, for a stream of events or bytes.
    case stream
    /// Reads the body into memory.
    ///
    /// - Parameter expectsStreaming: Whether the transport should expect a long body.
    case collect(upTo: Int, expectsStreaming: Bool = false)
    /// Writes the body to a partial file, which the next attempt continues.
    case download(ResumableDownload)

    /// Whether the body may be long or slow, such as a stream or a file.
    var expectsStreaming: Bool {
        switch self {
        case .stream, .download: true
        case .collect(_, let expectsStreaming): expectsStreaming
        }
    }

    /// Changes the request of an attempt before it is sent.
    func prepare(_ request: inout HTTPRequest) {
        if case .download(let download) = self { download.prepare(&request) }
    }

    /// Reads the body of a successful response.
    ///
    /// - Returns: The body for the rest of the call: unread, in memory, or in a file.
    func read(_ body: HTTPBody, of response: HTTPResponse) async throws -> HTTPBody {
        switch self {
        case .stream: body
        case .collect(let limit, _): HTTPBody(try await body.collect(upTo: limit))
        case .download(let download): try await download.receive(response, body)
        }
    }
}

extension HTTPBody {
    /// Reads the body of an unsuccessful response for its error. A body that is too long or breaks off is cut there,
    /// because the status matters more.
    ///
    /// - Throws: `CancellationError` only.
    func collectErrorBody(upTo limit: Int) async throws -> [UInt8] {
        if case .bytes(let bytes) = content, bytes.count <= limit { return bytes }
        var bytes: [UInt8] = []
        do {
            for try await chunk in self {
                bytes += chunk.prefix(limit - bytes.count)
                if bytes.count >= limit { break }
            }
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
        }
        return bytes
    }
}
