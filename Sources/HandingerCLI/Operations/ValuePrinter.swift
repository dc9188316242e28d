import APIRuntime
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Prints responses and events in the requested format.
struct ValuePrinter: Sendable {
    let port: OutputPort
    let style: OutputStyle
    /// The destination of values for the viewer; nil if they are printed.
    var viewing: ViewerRequest?

    private var format: OutputFormat { style.format }

    /// Prints the body of a response.
    ///
    /// - Parameters:
    ///   - isText: Whether plain text is valid too.
    ///   - title: The name of the operation.
    /// - Throws: ``APIError`` if the body must be JSON and is not; ``CommandFailure`` if the path has no match.
    func print(body response: APIResponse<Data>, isText: Bool, title: String) throws {
        let bytes = Array(response.body)
        if format == .raw, style.transform == nil { return try writeRaw(bytes) }
        if bytes.isEmpty { return }
        let values: [JSONTree]
        do {
            let isSequence = style.transform?.isAboutLines == true
            values = try isSequence ? JSONTree.sequence(body: bytes) : [JSONTree(body: bytes)]
        } catch {
            guard isText, let text = String(validating: bytes, as: UTF8.self) else {
                throw unreadable(response, error)
            }
            values = [.string(text)]
        }
        if let value = style.transform.map({ $0.value(inLines: values) }) ?? values.first {
            if let viewing { return viewing.set(value) }
            try port.write(text(of: value, title: title, isItem: false))
        } else if !style.allowsMissing {
            throw CommandFailure.noMatch("the answer")
        }
    }

    /// Prints the name, id and data of a server-sent event.
    ///
    /// - Parameter tree: The event as a JSON value.
    /// - Returns: Whether there was something to print; the path may have no match in this event.
    func print(_ event: ServerSentEvent, _ tree: JSONTree) throws -> Bool {
        if format == .raw, style.transform == nil {
            try writeRaw(Array(event.data.utf8), endingLine: true)
            return true
        }
        return try print(item: tree, title: event.event)
    }

    /// Prints one value of a stream.
    ///
    /// - Returns: Whether there was something to print; the path may have no match in this value.
    func print(item tree: JSONTree, title: String) throws -> Bool {
        guard let value = style.transform.map({ $0.value(in: tree) }) ?? tree else { return false }
        try port.write(text(of: value, title: title, isItem: true))
        return true
    }

    /// The formatted value, which ends with a line break.
    func text(of value: JSONTree, title: String, isItem: Bool) -> String {
        if style.rawStrings, case .string(let text, _) = value {
            return (port.isTerminal ? text.terminalSafe : text) + "\n"
        }
        switch format {
        case .yaml:
            return (isItem ? "---\n" : "") + YAMLWriter(palette: port.palette).text(of: value)
        case .pretty:
            return PrettyWriter(palette: port.palette).text(of: value, title: title)
        case .auto, .explore, .json, .jsonl, .raw:
            let isIndented = format == .json || format == .explore || (format == .auto && !isItem)
            return JSONWriter(palette: port.palette, isIndented: isIndented).text(of: value) + "\n"
        }
    }

    /// Writes bytes unmodified, but escapes control characters on a terminal.
    private func writeRaw(_ bytes: [UInt8], endingLine: Bool = false) throws {
        let lineBreak = bytes.last == UInt8(ascii: "\n") ? "" : "\n"
        if port.isTerminal {
            try port.write(String(decoding: bytes, as: UTF8.self).terminalSafe + lineBreak)
        } else {
            try port.write(endingLine ? bytes + lineBreak.utf8 : bytes)
        }
    }

    private func unreadable(_ response: APIResponse<Data>, _ error: JSONReadingError) -> APIError {
        let type = response.headers[.contentType].map { "Its content type is \"\($0)\"." } ?? "It has no content type."
        let text = String(decoding: response.body.prefix(400), as: UTF8.self).prefix(200)
        let problem =
            switch error {
            case .invalid(let reason): "The response is not JSON: \(reason)"
            case .beyondLimit(let reason): "The response cannot be read as JSON: \(reason)"
            }
        return APIError(
            .responseValidation,
            "\(problem) \(type) It begins: \(text)",
            request: response.request,
            status: response.status,
            headers: response.headers,
            retries: response.retries
        )
    }
}

extension JSONTree {
    /// The JSON value of a server-sent event, with its name, id and data.
    init(_ event: ServerSentEvent) {
        var members = [Member(name: "event", value: .string(event.event))]
        if let id = event.id { members.append(Member(name: "id", value: .string(id))) }
        let data = (try? JSONTree(parsing: Array(event.data.utf8))) ?? .string(event.data)
        members.append(Member(name: "data", value: data))
        self = .object(members)
    }
}

/// The value for the viewer, which opens after the call.
final class ViewerRequest: Sendable {
    private let value = Mutex<JSONTree?>(nil)

    var tree: JSONTree? { value.withLock(\.self) }

    func set(_ tree: JSONTree) {
        value.withLock { $0 = tree }
    }
}

extension OutputStyle {
    /// Replaces the viewer by JSON and prints a warning with the reason.
    func withoutViewer(_ reason: String) -> OutputStyle {
        guard format == .explore else { return self }
        OutputPort.standardError.warn("\(reason); printing JSON")
        var style = self
        style.format = .json
        return style
    }
}
