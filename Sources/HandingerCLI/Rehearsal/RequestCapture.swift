import APIRuntime
import Handinger
import Synchronization

/// A transport that keeps the request and sends nothing.
final class RequestCapture: Transport {
    /// Stands for a key that nobody has given.
    static let placeholderKey = "no-key-was-given"

    private let key: String
    private let request = Mutex<CapturedRequest?>(nil)

    init(key: String) {
        self.key = key
    }

    /// The request, once one was to be sent.
    var captured: CapturedRequest? { request.withLock(\.self) }

    /// - Throws: `CancellationError`, always: there is no response, and nothing is to be tried again.
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let bytes = try await body?.collect() ?? []
        let captured = CapturedRequest(head: request, body: bytes, key: key)
        self.request.withLock { $0 = captured }
        throw CancellationError()
    }
}

/// A request that was not sent.
struct CapturedRequest: Sendable {
    var head: HTTPRequest
    var body: [UInt8]
    /// The API key, which is shown as the variable that holds it.
    var key: String

    var url: String { head.urlText }

    /// The fields with secrets taken out: the key as a variable of the shell, others as a placeholder.
    var fields: [(name: String, value: String, hasVariable: Bool)] {
        head.headerFields.map { field in
            let name = field.name.rawName
            if field.value.contains(key) {
                let value = field.value.replacing(key, with: "$\(APIInfo.metadata.apiKeyVariable)")
                return (name, value, true)
            }
            return (name, Redaction.isSensitive(field.name.canonicalName) ? Redaction.placeholder : field.value, false)
        }
    }
}
