#if CommandLine
import APIRuntime
import ArgumentParser
import Foundation
import HandingerServer

/// What a person is told of an error, and what the shell is.
struct ErrorReport {
    let status: ExitStatus
    /// What goes to standard error; with help and version to standard output.
    private let text: String
    private let port: OutputPort

    init(_ error: any Error, format: OutputFormat, port: OutputPort = .standardError) {
        let palette = port.palette
        switch error {
        case let failure as CommandFailure:
            self.init(failure.status, Self.message(failure.message, hint: failure.hint, palette), port)
        case let error as APIError:
            self.init(ExitStatus(error), Self.text(of: error, format: format, port), port)
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
                self.init(.usage, text.terminalSafe + "\n", port)
            }
        }
    }

    private init(_ status: ExitStatus, _ text: String, _ port: OutputPort) {
        self.status = status
        self.text = text
        self.port = port
    }

    /// Prints the report.
    ///
    /// - Returns: The status of the process.
    func print() -> ExitStatus {
        if !text.isEmpty { try? port.write(text) }
        return status
    }

    private static func message(_ message: String, hint: String? = nil, _ palette: Palette) -> String {
        let first = palette.red("error:") + " " + message.terminalSafe + "\n"
        return first + (hint.map { $0.terminalSafe + "\n" } ?? "")
    }

    // MARK: - Errors of the API

    private static func text(of error: APIError, format: OutputFormat, _ port: OutputPort) -> String {
        let palette = port.palette
        guard let status = error.status, status.kind != .successful, let request = error.request else {
            let request = error.request.map { " (\($0.method.rawValue) \($0.url))" } ?? ""
            return message(error.message + request, hint: hint(for: error), palette)
        }
        let head = "\(request.method.rawValue) \"\(request.url)\": \(palette.red(status.phrase))\n"
        return head + body(error.body, format: format, port) + (hint(for: error).map { $0 + "\n" } ?? "")
    }

    private static func body(_ body: JSONValue?, format: OutputFormat, _ port: OutputPort) -> String {
        guard let body else { return "" }
        if case .string(let text) = body, format == .auto || format == .raw || format == .pretty {
            return text.terminalSafe + (text.hasSuffix("\n") ? "" : "\n")
        }
        guard let tree = try? JSONTree(parsing: Array(body.description.utf8)) else { return "" }
        let printer = ValuePrinter(port: port, format: format.available(on: port), rawStrings: false)
        return printer.text(of: tree, title: "error", isItem: format == .raw)
    }

    private static func hint(for error: APIError) -> String? {
        var parts: [String] = []
        switch error.code {
        case .authentication: parts.append("Check the API key in HANDINGER_API_KEY or --api-key.")
        case .connection where error.status == nil: parts.append("Is the server there? See --base-url.")
        case .streamFailure: break
        default: if let suggestion = error.recoverySuggestion { parts.append(suggestion) }
        }
        if error.retries > 0 { parts.append("Tried \(error.retries + 1) times.") }
        if let id = error.requestID { parts.append("Request \(id.terminalSafeLine).") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension ExitStatus {
    /// The status that goes with an error of a call.
    init(_ error: APIError) {
        switch error.code {
        case .invalidRequest: self = .usage
        case .timeout: self = .timeout
        case .connection, .streamInterrupted: self = .network
        case .streamFailure: self = .serverError
        case .authentication, .permissionDenied: self = .authentication
        case .rateLimit: self = .rateLimit
        case .internalServer: self = .serverError
        default:
            let isRefused = error.status?.kind == .clientError
            self = isRefused ? .rejected : .failure
        }
    }
}
#endif
