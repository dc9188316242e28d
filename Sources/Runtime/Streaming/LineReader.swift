/// Reads a response line by line.
///
/// A record separator (U+001E) also ends a line, so that JSON text sequences (RFC 7464) work.
@usableFromInline
final class LineReader {
    private enum State {
        case unconnected
        case open(HTTPBody.AsyncIterator, EventWatch?)
        case finished
    }

    private let call: BoundRequest
    private var state = State.unconnected
    private var context: CallContext?
    /// The bytes received from `start` of the current line on.
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0

    init(_ call: BoundRequest) {
        self.call = call
    }

    /// Decodes the next line; nil at the end.
    @usableFromInline
    func next<Value: Decodable>(_ type: Value.Type, isolation actor: isolated (any Actor)?) async throws -> Value? {
        guard let line = try await next(isolation: actor) else { return nil }
        do {
            return try line.decode(type)
        } catch {
            // Without a type in the document, a line may be any text.
            if let text = JSONValue.string(line.data) as? Value { return text }
            throw complete(error)
        }
    }

    /// The next line that is not blank; nil at the end.
    private func next(isolation actor: isolated (any Actor)?) async throws -> ServerSentEvent? {
        do {
            while true {
                if let line = try takeLine() {
                    if case .open(_, let watch) = state { watch?.didReceiveEvent() }
                    return ServerSentEvent(data: line)
                }
                switch state {
                case .finished:
                    return try takeRest().map { ServerSentEvent(data: $0) }
                case .unconnected:
                    let opened = try await call.client.openResponse(call.request, options: call.options)
                    context = opened.context
                    let watch = EventWatch(call.client, call.options, body: opened.body)
                    state = .open(opened.body.makeAsyncIterator(), watch)
                case .open(var bytes, let watch):
                    watch?.willWait()
                    if let chunk = try await bytes.next(isolation: actor) {
                        buffer.append(contentsOf: chunk)
                        state = .open(bytes, watch)
                    } else {
                        state = .finished
                    }
                }
            }
        } catch {
            state = .finished
            buffer = []
            (start, scanned) = (0, 0)
            throw complete(error)
        }
    }

    /// Adds the facts about the call to an error.
    private func complete(_ error: any Error) -> any Error {
        context?.complete(error) ?? error
    }

    private func takeLine() throws -> String? {
        while let end = buffer[scanned...].firstIndex(where: { $0 == 0x0A || $0 == 0x1E }) {
            let line = buffer[start..<end]
            start = end + 1
            scanned = start
            if line.contains(where: { $0 > 0x20 }) { return String(decoding: line, as: UTF8.self) }
        }
        buffer.removeFirst(start)
        start = 0
        scanned = buffer.count
        let limit = call.client.configuration.maximumEventSize
        guard buffer.count <= limit else {
            throw APIError(.limitExceeded, "A line of the stream is longer than \(limit) bytes.")
        }
        return nil
    }

    private func takeRest() throws -> String? {
        defer { (buffer, start, scanned) = ([], 0, 0) }
        guard buffer.contains(where: { $0 > 0x20 }) else { return nil }
        return String(decoding: buffer, as: UTF8.self)
    }
}
