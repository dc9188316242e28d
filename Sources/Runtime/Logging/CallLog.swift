import HTTPTypes
import Logging

/// Logs one call, with secrets redacted.
///
/// `info` has a line for each response, failure, retry, redirect and reconnection, `debug` adds the requests and all
/// header fields, `trace` the first bytes of bodies.
final class CallLog: Sendable {
    /// The maximum number of bytes of a body that are logged.
    static let bodyLimit = 4_096

    private let logger: Logger
    private let names: [String]
    private let hidden: Locked<[String]>

    /// Creates a log; nil if the level of the logger excludes all entries.
    ///
    /// - Parameter applied: The applied credentials. Values of their header fields and query items are redacted.
    init?(_ logger: Logger, operation: String, credentials: Credentials, applied: AppliedCredentials) {
        guard logger.logLevel <= .info else { return nil }
        var logger = logger
        logger[metadataKey: "operation"] = "\(operation)"
        self.logger = logger
        names = (applied.headers + applied.query).map(\.name)
        hidden = Locked(([credentials.key].compactMap(\.self) + credentials.keysByScheme.values).flatMap(\.spellings))
    }

    /// Redacts another key.
    func hide(_ key: APIKey) {
        hidden.withLock { $0 += key.spellings }
    }

    private var redaction: Redaction {
        Redaction(secrets: hidden.withLock { $0 }, names: names)
    }

    func willSend(_ request: HTTPRequest, body: HTTPBody?, attempt: Int) {
        guard logger.logLevel <= .debug else { return }
        var metadata = metadata(of: request, attempt: attempt)
        metadata["headers"] = headers(request.headerFields)
        if let body { metadata["body"] = .string(text(of: body)) }
        logger.debug("Request", metadata: metadata)
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest, attempt: Int, after duration: Duration) {
        guard logger.logLevel <= .info else { return }
        var metadata = metadata(of: request, attempt: attempt)
        metadata["status"] = "\(response.status.code)"
        metadata["milliseconds"] = "\(Int(duration / .milliseconds(1)))"
        if let id = response.headerFields[.xRequestID] { metadata["request-id"] = .string(redaction.url(id)) }
        if logger.logLevel <= .debug { metadata["headers"] = headers(response.headerFields) }
        logger.info("Response", metadata: metadata)
    }

    /// Logs the body of a response if it is in memory.
    func didReceive(_ body: HTTPBody, attempt: Int) {
        guard logger.logLevel <= .trace, case .bytes(let bytes) = body.content, !bytes.isEmpty else { return }
        logger.trace("Response body", metadata: ["attempt": "\(attempt)", "body": .string(excerpt(of: bytes))])
    }

    func didReceive(_ event: ServerSentEvent) {
        guard logger.logLevel <= .trace else { return }
        let data = excerpt(of: Array(event.data.utf8.prefix(Self.bodyLimit + 1)))
        logger.trace(
            "Event",
            metadata: [
                "event": .string(redaction.withoutSecrets(event.event)),
                "id": .string(redaction.withoutSecrets(event.id ?? "")),
                "data": .string(data),
            ]
        )
    }

    func didFail(_ error: any Error, request: HTTPRequest, attempt: Int) {
        guard logger.logLevel <= .info else { return }
        var metadata = metadata(of: request, attempt: attempt)
        metadata["error"] = .string(reason(error))
        logger.info("No response", metadata: metadata)
    }

    /// - Parameter failure: The unsuccessful response, or the error without one.
    func willRetry(_ failure: Result<HTTPResponse, any Error>, attempt: Int, after delay: Duration) {
        guard logger.logLevel <= .info else { return }
        let reason =
            switch failure {
            case .success(let response): "status \(response.status.code)"
            case .failure(let error): reason(error)
            }
        logger.info(
            "Retry",
            metadata: ["attempt": "\(attempt)", "delay": "\(delay)", "reason": .string(reason)]
        )
    }

    func willRedirect(_ request: HTTPRequest, status: Int) {
        guard logger.logLevel <= .info else { return }
        var metadata = metadata(of: request, attempt: nil)
        metadata["status"] = "\(status)"
        logger.info("Redirect", metadata: metadata)
    }

    func willReconnect(after delay: Duration, failures: Int, cause: (any Error)?, lastEventID: String) {
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = ["delay": "\(delay)", "failures": "\(failures)"]
        if let cause { metadata["reason"] = .string(reason(cause)) }
        if !lastEventID.isEmpty { metadata["last-event-id"] = .string(redaction.withoutSecrets(lastEventID)) }
        logger.info("Reconnect", metadata: metadata)
    }
}

extension CallLog {
    private func metadata(of request: HTTPRequest, attempt: Int?) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "url": .string(redaction.url(request.urlText)),
        ]
        if let attempt { metadata["attempt"] = "\(attempt)" }
        return metadata
    }

    private func headers(_ fields: HTTPFields) -> Logger.MetadataValue {
        .array(redaction.headers(fields).map { "\($0.name): \($0.value)" })
    }

    /// The reason of an error, without the body that its message may quote.
    private func reason(_ error: any Error) -> String {
        switch error {
        case let error as APIError:
            redaction.withoutSecrets(error.status.map { "status \($0.code)" } ?? error.code.description)
        case let error as TransportError: redaction.withoutSecrets(error.message)
        default: "\(type(of: error))"
        }
    }

    private func text(of body: HTTPBody) -> String {
        if logger.logLevel <= .trace, case .bytes(let bytes) = body.content { return excerpt(of: bytes) }
        return body.length.map { "(\($0) bytes)" } ?? "(of unknown length)"
    }

    private func excerpt(of bytes: [UInt8]) -> String {
        let head = String(decoding: bytes.prefix(Self.bodyLimit), as: UTF8.self)
        let rest = bytes.count - Self.bodyLimit
        return redaction.body(head) + (rest > 0 ? "… (\(rest) bytes more)" : "")
    }
}
