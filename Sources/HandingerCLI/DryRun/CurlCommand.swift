import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request as a curl command for a POSIX shell. The API key is a reference to its environment variable.
struct CurlCommand {
    private let request: CapturedRequest

    init(_ request: CapturedRequest) {
        self.request = request
    }

    var text: String {
        var arguments = ["curl"]
        // curl interprets brackets as a glob and normalizes dot segments.
        if request.url.contains(anyByteOf: "[]{}") { arguments[0] += " --globoff" }
        if request.url.contains(bytes: "/.") { arguments[0] += " --path-as-is" }
        let method = request.head.method.rawValue
        if request.isStream { arguments[0] += " --no-buffer" }
        if method != (request.body.isEmpty ? "GET" : "POST") { arguments[0] += " --request \(Self.quoted(method))" }
        arguments[0] += " " + Self.quoted(request.url)
        for field in request.fields where !Self.isOwn(field.name) {
            let line = "\(field.name): \(field.value)"
            arguments.append("--header " + (field.hasVariable ? Self.quotedWithVariable(line) : Self.quoted(line)))
        }
        guard !request.body.isEmpty else { return Self.joined(arguments) }
        if let text = Self.text(request.body) {
            return Self.joined(arguments + ["--data-raw \(Self.quoted(text))"])
        }
        // A shell word cannot contain arbitrary bytes.
        let encoded = Data(request.body).base64EncodedString()
        return "printf %s '\(encoded)' | base64 -d | " + Self.joined(arguments + ["--data-binary @-"])
    }

    private static func joined(_ arguments: [String]) -> String {
        arguments.joined(separator: " \\\n  ")
    }

    /// Whether a header field identifies this program or this call, and so must not be copied to other requests.
    private static func isOwn(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("x-stainless-") || ["user-agent", "idempotency-key", "content-length"].contains(name)
    }

    /// The bytes as text; nil if they are not UTF-8 or contain control characters.
    private static func text(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.unicodeScalars.contains { $0.isTerminalControl && $0 != "\n" && $0 != "\t" } ? nil : text
    }

    /// Quotes a word for a POSIX shell with single quotes (section 2.2.2) if necessary.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || "-_./:=@%+,".contains(character))
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing(bytes: [("'", #"'\''"#)]) + "'"
    }

    /// Quotes a word with double quotes, in which variables expand (section 2.2.3).
    private static func quotedWithVariable(_ text: String) -> String {
        "\"" + text.replacing(bytes: [("\"", "\\\""), ("\\", "\\\\"), ("`", "\\`")]) + "\""
    }
}
