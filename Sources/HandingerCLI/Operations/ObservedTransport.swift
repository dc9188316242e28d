import APIRuntime
import Synchronization

/// An observer of requests and responses.
protocol ExchangeObserver: Sendable {
    func willSend(_ request: HTTPRequest, body: HTTPBody?) async
    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async
    func didReceive(_ chunk: [UInt8]) async
    func didFail(_ request: HTTPRequest, error: any Error) async
}

/// A transport that notifies an observer of each attempt.
struct ObservedTransport: Transport {
    let base: any Transport
    let observer: any ExchangeObserver

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        await observer.willSend(request, body: body)
        do {
            let (response, content) = try await base.send(request, body: body, options: options)
            await observer.didReceive(response, to: request)
            let observed = content.map { [observer] chunk in
                await observer.didReceive(chunk)
                return chunk
            }
            return (response, HTTPBody(observed, length: content.length))
        } catch {
            await observer.didFail(request, error: error)
            throw error
        }
    }
}

/// Logs requests and responses in the format of HTTP/1.1, without secrets.
struct ExchangeLog: ExchangeObserver {
    let port: OutputPort
    let redaction: Redaction

    /// The maximum size of a request body that is logged.
    private static let bodyLimit: Int64 = 65_536

    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        show(
            ["\(request.method.rawValue) \(redaction.url(request.urlText))"] + lines(of: request.headerFields),
            mark: ">"
        )
        guard let body else { return }
        if body.isReplayable, let length = body.length, length <= Self.bodyLimit,
            let bytes = try? await body.collect()
        {
            show(["", redaction.body(String(decoding: bytes, as: UTF8.self))], mark: ">")
        } else {
            show(["", body.length.map { "(\($0) bytes)" } ?? "(a body)"], mark: ">")
        }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        show([response.status.phrase] + lines(of: response.headerFields), mark: "<")
    }

    func didReceive(_ chunk: [UInt8]) async {
        show(
            [String(validating: chunk, as: UTF8.self).map { redaction.body($0) } ?? "(\(chunk.count) bytes)"],
            mark: "<"
        )
    }

    func didFail(_ request: HTTPRequest, error: any Error) async {
        show(["failed: \(error)"], mark: "!")
    }

    private func show(_ lines: [String], mark: String) {
        for line in lines.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            let line = redaction.withoutSecrets(String(line))
            port.note(port.palette.dim("\(mark) \(line.terminalSafe)"))
        }
    }

    private func lines(of fields: HTTPFields) -> [String] {
        redaction.headers(fields).map { "\($0.name): \($0.value)" }
    }
}

/// Records the body of the last failed response as the server sent it. ``APIError`` has the body as a value, without
/// the order of members.
final class ResponseRecorder: ExchangeObserver {
    private let bytes = Mutex<[UInt8]?>(nil)

    /// The same limit as that of an ``APIError`` body.
    private static let limit = 1 << 20

    /// The body; nil if there is no response or it was successful.
    var failedBody: [UInt8]? { bytes.withLock(\.self) }

    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        bytes.withLock { $0 = nil }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        let isFailure = response.status.kind != .successful
        bytes.withLock { $0 = isFailure ? [] : nil }
    }

    func didReceive(_ chunk: [UInt8]) async {
        bytes.withLock { bytes in
            guard let count = bytes?.count else { return }
            bytes?.append(contentsOf: chunk.prefix(Self.limit - count))
        }
    }

    func didFail(_ request: HTTPRequest, error: any Error) async {}
}

/// A failed call with the error and the response body.
struct FailedCall: Error {
    let error: APIError
    /// The response body as the server sent it.
    let body: [UInt8]?
}

extension APIError {
    /// The error for a response body that ended early.
    init(breakingOff failure: TransportError) {
        self.init(failure.reason == .idleTimeout ? .timeout : .connection, failure.message, cause: failure)
    }
}
