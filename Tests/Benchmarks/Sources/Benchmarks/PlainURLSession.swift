import Foundation
import HTTPTypes
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// `URLSession` without a client library: data tasks, and a delegate for long bodies.
final class PlainURLSession: Sendable {
    private let session: URLSession
    private let counter = Counter()

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 512
        session = URLSession(configuration: configuration, delegate: counter, delegateQueue: nil)
    }

    deinit {
        session.invalidateAndCancel()
    }

    /// The body of a response.
    func data(for request: HTTPRequest, body: Data?) async throws -> Data {
        let request = try urlRequest(request, body: body)
        return try await withCheckedThrowingContinuation { continuation in
            let task = session.dataTask(with: request) { data, _, error in
                continuation.resume(with: data.map { .success($0) } ?? .failure(error ?? Problem("no data")))
            }
            task.resume()
        }
    }

    /// Receives a complete response and counts the bytes of its body.
    ///
    /// - Parameter onFirst: Called at the first bytes.
    func byteCount(of request: HTTPRequest, onFirst: (@Sendable () -> Void)? = nil) async throws -> Int {
        let task = session.dataTask(with: try urlRequest(request, body: nil))
        return try await withCheckedThrowingContinuation { continuation in
            counter.add(task, Transfer(onFirst: onFirst, continuation: continuation))
            task.resume()
        }
    }

    private func urlRequest(_ request: HTTPRequest, body: Data?) throws -> URLRequest {
        guard let url = URL(string: request.urlText) else { throw Problem("no URL: \(request.urlText)") }
        var result = URLRequest(url: url)
        result.httpMethod = request.method.rawValue
        for field in request.headerFields { result.addValue(field.value, forHTTPHeaderField: field.name.rawName) }
        result.httpBody = body
        return result
    }

    private struct Transfer {
        var count = 0
        var onFirst: (@Sendable () -> Void)?
        let continuation: CheckedContinuation<Int, any Error>
    }

    private final class Counter: NSObject, URLSessionDataDelegate {
        private let transfers = Mutex<[Int: Transfer]>([:])

        func add(_ task: URLSessionTask, _ transfer: Transfer) {
            transfers.withLock { $0[task.taskIdentifier] = transfer }
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
            let onFirst = transfers.withLock { transfers in
                transfers[dataTask.taskIdentifier]?.count += data.count
                return transfers[dataTask.taskIdentifier]?.onFirst.take()
            }
            onFirst?()
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
            guard let transfer = transfers.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
            transfer.continuation.resume(with: error.map { .failure($0) } ?? .success(transfer.count))
        }
    }
}
