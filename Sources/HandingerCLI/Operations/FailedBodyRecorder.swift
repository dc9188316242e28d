#if CommandLine
import APIRuntime
import Synchronization

/// Keeps the body of the last response that was no success, as the server wrote it: an ``APIError`` has it as a value,
/// without the order of its members.
final class FailedBodyRecorder: ExchangeObserver {
    private let body = Mutex<[UInt8]?>(nil)

    /// As much as an ``APIError`` holds.
    private static let limit = 1 << 20

    /// The bytes; nil if the last response was a success or there was none.
    var bytes: [UInt8]? { body.withLock(\.self) }

    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        self.body.withLock { $0 = nil }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        let isFailure = response.status.kind != .successful
        body.withLock { $0 = isFailure ? [] : nil }
    }

    func didReceive(_ chunk: [UInt8]) async {
        body.withLock { body in
            guard let count = body?.count else { return }
            body?.append(contentsOf: chunk.prefix(Self.limit - count))
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
#endif
