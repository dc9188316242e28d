/// A media type or range; decides how a body is sent and read (RFC 9110, section 8.3.1).
struct ContentType {
    /// In lower case, without parameters.
    let essence: String

    init(_ text: String) {
        let head = text.utf8.prefix { $0 != UInt8(ascii: ";") }
        let isPlain = head.allSatisfy { UInt8(ascii: "!")...UInt8(ascii: "~") ~= $0 && !Self.capitals.contains($0) }
        essence =
            isPlain
            ? String(Substring(head))
            : String(Substring(head).filter { $0 != " " && $0 != "\t" }).lowercased()
    }

    private static let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")

    var isJSON: Bool {
        essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
    }

    /// Whether the body is JSON lines or a JSON text sequence (RFC 7464).
    var isLines: Bool {
        [
            "application/jsonl", "application/x-jsonl", "application/jsonlines", "application/x-jsonlines",
            "application/ndjson", "application/x-ndjson", "application/json-seq", "application/json-lines",
        ]
        .contains(essence) || essence.hasSuffix("+json-seq")
    }

    /// Whether the body is JSON lines. A text sequence differs: each text follows a separator.
    var isSentAsLines: Bool { isLines && !essence.hasSuffix("json-seq") }

    /// Whether it matches several types, such as `image/*` or `application/*+json`.
    var isRange: Bool { essence.utf8.contains(UInt8(ascii: "*")) }

    var isEventStream: Bool { essence == "text/event-stream" }
    var isMultipart: Bool { essence == "multipart/form-data" }
    var isForm: Bool { essence == "application/x-www-form-urlencoded" }
    var isText: Bool { essence.hasPrefix("text/") && !isEventStream }
}
