#if CommandLine
import APIRuntime
import Synchronization

/// Keeps what the runtime's values leave out of the last response: its head, and the body of one that was no success,
/// as the server wrote it. An ``APIError`` has that body as a value, without the order of its members.
final class ResponseRecorder: ExchangeObserver {
    private struct State {
        var head: HTTPResponse?
        var failedBody: [UInt8]?
    }

    private let state = Mutex(State())

    /// As much of a body as an ``APIError`` holds.
    private static let limit = 1 << 20

    var head: HTTPResponse? { state.withLock(\.head) }
    /// The bytes; nil if the last response was a success or there was none.
    var failedBody: [UInt8]? { state.withLock(\.failedBody) }

    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        state.withLock { $0 = State() }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        let isFailure = response.status.kind != .successful
        state.withLock { $0 = State(head: response, failedBody: isFailure ? [] : nil) }
    }

    func didReceive(_ chunk: [UInt8]) async {
        state.withLock { state in
            guard let count = state.failedBody?.count else { return }
            state.failedBody?.append(contentsOf: chunk.prefix(Self.limit - count))
        }
    }

    func didFail(_ request: HTTPRequest, error: any Error) async {}
}

/// A call that the API answered with an error, or not at all.
struct FailedCall: Error {
    let error: APIError
    /// The body of the response as the server wrote it.
    let body: [UInt8]?
}

extension APIError {
    /// The error of a call whose response broke off while it was read.
    init(breakingOff failure: TransportError) {
        self.init(failure.reason == .idleTimeout ? .timeout : .connection, failure.message, cause: failure)
    }
}
#endif
