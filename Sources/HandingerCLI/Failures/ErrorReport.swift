import APIRuntime
import ArgumentParser
import HandingerServer

/// The message and exit status for an error.
struct ErrorReport {
    let status: ExitStatus
    /// The text for standard error, or for standard output if it is help or the version.
    private let text: [UInt8]
    private let port: OutputPort
    /// The response body for the viewer; nil if it is printed instead.
    private(set) var explored: JSONTree?

    init(_ error: any Error, style: OutputStyle, port: OutputPort = .standardError) {
        let palette = port.palette
        switch error {
        case let failure as CommandFailure:
            self.init(failure.status, Self.message(failure.message, hint: failure.hint, palette), port)
        case let call as FailedCall:
            let explored = style.format == .explore ? Self.tree(call.body ?? [], style) : nil
            let canExplore = explored != nil && Explorer(on: port) != nil
            let text = Self.text(of: call.error, body: canExplore ? [] : call.body, style, port)
            self.init(ExitStatus(call.error), text, port)
            self.explored = canExplore ? explored : nil
        case let error as APIError:
            self.init(ExitStatus(error), Self.text(of: error, body: nil, style, port), port)
        case let failure as OutputPort.Failure:
            switch failure {
            case .readerGone: self.init(.success, "", port)
            case .system(let reason): self.init(.failure, Self.message("Cannot write: \(reason)", palette), port)
            }
        case let interruption as Interruption:
            self.init(interruption.status, "", port)
        case is CancellationError:
            self.init(.interrupted, "", port)
        case let error as LocalServerError:
            self.init(.failure, Self.message(error.description, palette), port)
        default:
            let text = HandingerCommand.fullMessage(for: error)
            if HandingerCommand.exitCode(for: error).isSuccess {
                self.init(.success, text + "\n", .standardOutput)
            } else {
                let message = text.hasPrefix("error: ") ? String(text.dropFirst(7)) : text
                self.init(.usage, Self.message(message, palette), port)
            }
        }
    }

    private init(_ status: ExitStatus, _ text: String, _ port: OutputPort) {
        self.init(status, Array(text.utf8), port)
    }

    private init(_ status: ExitStatus, _ text: [UInt8], _ port: OutputPort) {
        self.status = status
        self.text = text
        self.port = port
    }

    /// Prints the report.
    ///
    /// - Returns: The exit status of the process.
    func print() -> ExitStatus {
        if !text.isEmpty { try? port.write(text) }
        return status
    }

    private static func message(_ message: String, hint: String? = nil, _ palette: Palette) -> String {
        let first = palette.red("error:") + " " + message.terminalSafe + "\n"
        return first + (hint.map { $0.terminalSafe + "\n" } ?? "")
    }

    // MARK: - Errors of the API

    private static func text(of error: APIError, body: [UInt8]?, _ style: OutputStyle, _ port: OutputPort) -> [UInt8] {
        let palette = port.palette
        guard let status = error.status, status.kind != .successful, let request = error.request else {
            let request = error.request.map { " (\($0.method.rawValue) \($0.url))" } ?? ""
            return Array(message(error.message + request, hint: hint(for: error), palette).utf8)
        }
        let head = "\(request.method.rawValue) \"\(request.url)\": \(palette.red(status.phrase))\n"
        let hint = hint(for: error).map { $0 + "\n" } ?? ""
        return head.utf8 + Self.body(body ?? error.body.map { Array($0.description.utf8) } ?? [], style, port)
            + hint.utf8
    }

    /// The part of a JSON body that is shown; nil if the body is not JSON or the path has no match.
    private static func tree(_ bytes: [UInt8], _ style: OutputStyle) -> JSONTree? {
        guard let tree = try? JSONTree(body: bytes) else { return nil }
        return style.transform.map { $0.value(in: tree) } ?? tree
    }

    /// The formatted body, which ends with a line break.
    private static func body(_ bytes: [UInt8], _ style: OutputStyle, _ port: OutputPort) -> [UInt8] {
        if bytes.isEmpty { return [] }
        let isRaw = style.format == .raw && style.transform == nil
        let tree = isRaw ? nil : try? JSONTree(body: bytes)
        guard let tree else {
            let end = bytes.last == UInt8(ascii: "\n") ? "" : "\n"
            if isRaw, !port.isTerminal { return bytes + end.utf8 }
            if isRaw { return Array((String(decoding: bytes, as: UTF8.self).terminalSafe + end).utf8) }
            return Array((excerpt(of: String(decoding: bytes, as: UTF8.self)) + "\n").utf8)
        }
        // A path without a match must not hide the reason of the failure.
        let value = style.transform?.value(in: tree) ?? tree
        let printer = ValuePrinter(port: port, style: style.withoutViewer("there is no terminal for the viewer"))
        return Array(printer.text(of: value, title: "error", isItem: style.format == .raw).utf8)
    }

    /// The size from which a body that is not JSON is cut.
    private static let longText = 2_000

    /// A text in a form to be read: the title of an HTML page, or the beginning of a long text.
    private static func excerpt(of text: String) -> String {
        let all = "\(text.utf8.count) bytes; --format-error raw prints them"
        let beginning = text.trimmingWhitespace.prefix(15).lowercased()
        if beginning.hasPrefix(bytes: "<!doctype html") || beginning.hasPrefix(bytes: "<html") {
            let title = text.firstMatch(of: /(?i)<title[^>]*>([^<]*)/)?.1.trimmingWhitespace ?? ""
            return "an HTML page\(title.isEmpty ? "" : " \"\(title.terminalSafeLine)\"") (\(all))"
        }
        let lines = text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
        guard lines.unicodeScalars.count > longText else { return lines.terminalSafe }
        return String(String.UnicodeScalarView(lines.unicodeScalars.prefix(longText))).terminalSafe + "… (\(all))"
    }

    private static func hint(for error: APIError) -> String? {
        var parts: [String] = []
        switch error.code {
        case .authentication: parts.append("Check the API key in HANDINGER_API_KEY or --api-key.")
        case .connection where error.status == nil:
            parts.append("Check that the server is running and that --base-url is right.")
        case .streamFailure: break
        // The response body already describes the problem.
        case _ where error.status != nil: break
        default: if let suggestion = error.recoverySuggestion { parts.append(suggestion) }
        }
        if error.retries > 0 { parts.append("Tried \(error.retries + 1) times.") }
        if let id = error.requestID { parts.append("Request \(id.terminalSafeLine).") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension ExitStatus {
    /// The exit status for an error of a call.
    init(_ error: APIError) {
        switch error.code {
        case .invalidRequest: self = .usage
        case .timeout: self = .timeout
        case .connection, .streamInterrupted: self = .network
        case .streamFailure: self = .serverError
        case .authentication, .permissionDenied: self = .authentication
        case .rateLimited: self = .rateLimited
        case .serverError: self = .serverError
        default:
            let isRefused = error.status?.kind == .clientError
            self = isRefused ? .rejected : .failure
        }
    }
}

extension HTTPResponse.Status {
    /// The code and reason phrase, `404 Not Found`. HTTP/2 and some transports omit the phrase, so a table supplies it.
    var phrase: String {
        let name = reasonPhrase.isEmpty ? Self.known.first { $0.code == code }?.reasonPhrase ?? "" : reasonPhrase
        return name.isEmpty ? "\(code)" : "\(code) \(name.terminalSafeLine)"
    }

    /// Common statuses of RFC 9110 and RFC 6585.
    private static let known: [HTTPResponse.Status] = [
        .ok, .created, .accepted, .noContent, .partialContent, .movedPermanently, .found, .seeOther, .notModified,
        .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed,
        .notAcceptable, .requestTimeout, .conflict, .gone, .lengthRequired, .preconditionFailed, .contentTooLarge,
        .uriTooLong, .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed, .misdirectedRequest,
        .unprocessableContent, .tooEarly, .upgradeRequired, .preconditionRequired, .tooManyRequests,
        .requestHeaderFieldsTooLarge, .unavailableForLegalReasons, .internalServerError, .notImplemented, .badGateway,
        .serviceUnavailable, .gatewayTimeout,
    ]
}
