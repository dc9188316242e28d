import APIRuntime

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
