import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension APIError: CustomStringConvertible, LocalizedError {
    /// Everything a person needs: operation, message, request, what to do.
    public var description: String {
        var parts: [String] = []
        if let operation { parts.append("\(operation):") }
        parts.append(message)
        if let context { parts.append("(\(context))") }
        if let recoverySuggestion { parts.append(recoverySuggestion) }
        return parts.joined(separator: " ")
    }

    /// The same as ``description``.
    public var errorDescription: String? { description }

    /// What went wrong.
    public var failureReason: String? { message }

    /// What to do about it, where there is something to do.
    public var recoverySuggestion: String? {
        switch code {
        case .badRequest, .unprocessableEntity, .invalidRequest: "Correct the arguments of the call."
        case .authentication: "Check the API key: it is missing, malformed or revoked."
        case .permissionDenied: "The API key does not allow this."
        case .notFound: "Check the id or path: there is nothing there, or the API key may not see it."
        case .conflict: "Read the present state and try again."
        case .rateLimited:
            if let retryAfter {
                "Try again in \(Self.text(of: retryAfter)), or send fewer requests."
            } else {
                "Send fewer requests, or wait and try again."
            }
        case .serverError: "The server failed; try again later."
        case .connection: "Check the network and the base URL, and try again."
        case .timeout: "Try again, or set a longer timeout."
        case .responseValidation: "The server and this version of the client do not agree; look for a newer version."
        case .limitExceeded: "Read less at once, or raise the limit in the client's configuration."
        case .streamInterrupted: "Ask for the present state, since events may be missing, and open the stream again."
        default: nil
        }
    }

    private static func text(of duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded(.up))
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }

    private var context: String? {
        guard let request else { return nil }
        var facts = ["\(request.method.rawValue) \(request.url)"]
        if retries > 0 { facts.append(retries == 1 ? "1 retry" : "\(retries) retries") }
        if let requestID { facts.append("request \(requestID)") }
        return facts.joined(separator: ", ")
    }
}

extension APIError {
    /// The error for a response whose status is not a success.
    init(unsuccessful response: HTTPResponse, body: [UInt8]) {
        self.init(
            Code(status: response.status.code),
            Self.message(status: response.status.code, body: body),
            status: response.status,
            headers: response.headerFields,
            body: Self.body(of: body)
        )
    }

    /// The message for a status that is not a success: the status and the body on one line.
    static func message(status: Int, body: [UInt8]) -> String {
        let text = JSONText.minified(body) ?? String(decoding: body, as: UTF8.self)
        let excerpt = Excerpt.of(String(text.trimmingWhitespace), limit: 2_000)
        return excerpt.isEmpty ? "Error code: \(status)" : "Error code: \(status) - \(excerpt)"
    }
}

/// A bounded piece of a text, so that a message stays readable however long the text is.
enum Excerpt {
    static func of(_ text: String, limit: Int = 200) -> String {
        let head = text.prefix(limit)
        return head.endIndex == text.endIndex ? text : head + "…"
    }

    static func of(_ bytes: [UInt8], limit: Int = 200) -> String {
        // A character has at most a few bytes; a bounded prefix keeps a huge body from being decoded for its head.
        let head = bytes.prefix(limit * 8)
        let text = String(decoding: head, as: UTF8.self)
        return head.count < bytes.count ? text.prefix(limit) + "…" : of(text, limit: limit)
    }
}

enum JSONText {
    /// The text without white space between tokens, in the order in which it came; nil if it is not JSON.
    static func minified(_ bytes: [UInt8]) -> String? {
        guard (try? JSONCoding.decode(JSONValue.self, from: bytes)) != nil else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                output.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 {
                isInString = byte == UInt8(ascii: "\"")
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
