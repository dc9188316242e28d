#if CommandLine
import APIRuntime
import Foundation

/// Shows requests and responses as HTTP/1.1 would write them, without secrets.
struct ExchangeLog: ExchangeObserver {
    let port: OutputPort
    /// Texts that are never shown, whatever they stand in.
    let secrets: [String]

    /// A request's body is shown up to this size.
    private static let bodyLimit: Int64 = 65_536

    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        let authority = request.authority ?? ""
        let host = "\(request.scheme ?? "https")://\(authority)"
        var lines = ["\(request.method.rawValue) \(host)\(Self.redacted(target: request.path ?? "/"))"]
        lines += Self.lines(of: request.headerFields)
        show(lines, mark: ">")
        guard let body else { return }
        if body.isReplayable, let length = body.length, length <= Self.bodyLimit,
            let bytes = try? await body.collect()
        {
            show(["", String(decoding: bytes, as: UTF8.self)], mark: ">")
        } else {
            show(["", body.length.map { "(\($0) bytes)" } ?? "(a body)"], mark: ">")
        }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        show([response.status.phrase] + Self.lines(of: response.headerFields), mark: "<")
    }

    func didReceive(_ chunk: [UInt8]) async {
        show([String(validating: chunk, as: UTF8.self) ?? "(\(chunk.count) bytes)"], mark: "<")
    }

    func didFail(_ request: HTTPRequest, error: any Error) async {
        show(["failed: \(error)"], mark: "!")
    }

    private func show(_ lines: [String], mark: String) {
        for line in lines.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            var line = String(line)
            for secret in secrets where !secret.isEmpty { line = line.replacing(secret, with: "REDACTED") }
            port.note(port.palette.dim("\(mark) \(line.terminalSafe)"))
        }
    }

    private static func lines(of fields: HTTPFields) -> [String] {
        fields.map { "\($0.name.rawName): \(isSecret($0.name.canonicalName) ? "REDACTED" : $0.value)" }
    }

    private static func redacted(target: String) -> String {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return target }
        let pairs = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let name = pair.prefix { $0 != "=" }
            return isSecret(name.lowercased()) ? "\(name)=REDACTED" : String(pair)
        }
        return parts[0] + "?" + pairs.joined(separator: "&")
    }

    private static let secretParts = [
        "auth", "cookie", "token", "secret", "passw", "api-key", "apikey", "api_key", "signature", "session",
        "credential",
    ]

    static func isSecret(_ name: String) -> Bool {
        secretParts.contains { name.contains($0) } || name == "key" || name == "sig"
    }
}
#endif
