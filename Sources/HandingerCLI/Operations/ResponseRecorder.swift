import APIRuntime
import Synchronization

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
