#if CommandLine
import APIRuntime
import Foundation

/// Prints answers and events in the format that was asked for.
struct ValuePrinter: Sendable {
    let port: OutputPort
    let format: OutputFormat
    /// Whether a string is printed without quotes.
    let rawStrings: Bool

    /// Prints the body of a response.
    ///
    /// - Parameters:
    ///   - isText: Whether an answer that is not JSON is a text as good as any.
    ///   - title: The operation's name.
    /// - Throws: ``APIError`` if it is not JSON and should be.
    func print(body response: APIResponse<Data>, isText: Bool, title: String) throws {
        let bytes = response.body
        if format == .raw { return try writeRaw(bytes) }
        if bytes.isEmpty { return }
        let value: JSONTree
        do {
            value = try JSONTree(parsing: bytes)
        } catch {
            guard isText, let text = String(validating: bytes, as: UTF8.self) else {
                throw notJSON(response, at: error.offset)
            }
            value = .string(text)
        }
        try port.write(text(of: value, title: title, isItem: false))
    }

    /// Prints an event: its name, its id and its data, which is JSON or a string.
    func print(_ event: ServerSentEvent) throws {
        if format == .raw { return try writeRaw(Array(event.data.utf8), endingLine: true) }
        var members = [JSONTree.Member(name: "event", value: .string(event.event))]
        if let id = event.id { members.append(JSONTree.Member(name: "id", value: .string(id))) }
        let data = (try? JSONTree(parsing: Array(event.data.utf8))) ?? .string(event.data)
        members.append(JSONTree.Member(name: "data", value: data))
        try port.write(text(of: .object(members), title: event.event, isItem: true))
    }

    /// Prints one of several values, given as JSON.
    func print(item json: [UInt8], title: String) throws {
        if format == .raw { return try writeRaw(json, endingLine: true) }
        try port.write(text(of: try JSONTree(parsing: json), title: title, isItem: true))
    }

    /// The value in the format, ended by a line break.
    func text(of value: JSONTree, title: String, isItem: Bool) -> String {
        if rawStrings, case .string(let text) = value { return (port.isTerminal ? text.terminalSafe : text) + "\n" }
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

    /// Bytes as they are; on a terminal without what drives it.
    private func writeRaw(_ bytes: [UInt8], endingLine: Bool = false) throws {
        let lineBreak = bytes.last == UInt8(ascii: "\n") ? "" : "\n"
        if port.isTerminal {
            try port.write(String(decoding: bytes, as: UTF8.self).terminalSafe + lineBreak)
        } else {
            try port.write(endingLine ? bytes + lineBreak.utf8 : bytes)
        }
    }

    private func notJSON(_ response: APIResponse<Data>, at offset: Int) -> APIError {
        let type = response.headers[.contentType].map { "the content type \"\($0)\"" } ?? "no content type"
        let text = String(decoding: response.body.prefix(400), as: UTF8.self).prefix(200)
        return APIError(
            .responseValidation,
            "The answer is not JSON (at byte \(offset)); it has \(type) and begins: \(text)",
            request: response.request,
            status: response.status,
            headers: response.headers,
            retries: response.retries
        )
    }
}

extension OutputFormat {
    /// The format, or JSON with a warning for one that this version does not have.
    func available(on port: OutputPort) -> OutputFormat {
        guard self == .explore else { return self }
        port.note(port.palette.yellow("warning:") + " there is no interactive viewer yet; printing JSON")
        return .json
    }
}
#endif
