#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension APIError: CustomStringConvertible, LocalizedError {
    /// The operation, the message, the request and a suggestion, for people.
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

    /// The message.
    public var failureReason: String? { message }

    /// A suggestion what to do; nil if there is none.
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
