import APIRuntime
import Handinger
import Synchronization

/// A transport that records the request and sends nothing.
final class RequestCapture: Transport {
    /// A placeholder for a missing API key.
    static let placeholderKey = "no-key-was-given"

    private let key: String
    private let request = Mutex<CapturedRequest?>(nil)

    init(key: String) {
        self.key = key
    }

    /// The recorded request; nil before the first.
    var captured: CapturedRequest? { request.withLock(\.self) }

    /// Records the request.
    ///
    /// - Throws: `CancellationError` always: there is no response, and the client must not retry.
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

/// A request of a dry run.
struct CapturedRequest: Sendable {
    var head: HTTPRequest
    var body: [UInt8]
    /// The API key, which the output replaces by its environment variable.
    var key: String

    var url: String { head.urlText }

    var isStream: Bool { head.headerFields[.accept]?.contains(bytes: "text/event-stream") ?? false }

    /// The header fields without secrets: the API key becomes a shell variable, other secrets a placeholder.
    var fields: [(name: String, value: String, hasVariable: Bool)] {
        head.headerFields.map { field in
            let name = field.name.rawName
            if field.value.contains(bytes: key) {
                let value = field.value.replacing(bytes: [(key, "$\(APIInfo.metadata.apiKeyVariable)")])
                return (name, value, true)
            }
            return (name, Redaction.isSensitive(field.name.canonicalName) ? Redaction.placeholder : field.value, false)
        }
    }
}

/// Prints the request of a dry run as an HTTP message or a curl command.
struct RequestPrinter {
    let port: OutputPort

    func print(_ request: CapturedRequest, as form: DryRunOptions.Form) throws {
        switch form {
        case .message: try printMessage(request)
        case .curl: try port.write(CurlCommand(request).text + "\n")
        }
    }

    private func printMessage(_ request: CapturedRequest) throws {
        let palette = port.palette
        var lines = ["\(palette.bold(request.head.method.rawValue)) \(request.url.terminalSafeLine)"]
        lines += request.fields.map { "\(palette.blue($0.name)): \($0.value.terminalSafeLine)" }
        if !request.body.isEmpty {
            lines.append("")
            lines.append(body(request.body))
        }
        try port.write(lines.joined(separator: "\n") + "\n")
    }

    private func body(_ bytes: [UInt8]) -> String {
        if let tree = try? JSONTree(body: bytes) {
            return JSONWriter(palette: port.palette, isIndented: true).text(of: tree)
        }
        return String(validating: bytes, as: UTF8.self)?.terminalSafe ?? "(\(bytes.count) bytes)"
    }
}
