import APIRuntime
import Synchronization

/// Keeps what the runtime's values leave out of the last response: the body of one that was no success, as the server
/// wrote it. An ``APIError`` has that body as a value, without the order of its members.
final class ResponseRecorder: ExchangeObserver {
    private let bytes = Mutex<[UInt8]?>(nil)

    /// As much of a body as an ``APIError`` holds.
    private static let limit = 1 << 20

    /// The bytes; nil if the last response was a success or there was none.
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
