/// A media type such as `application/json; charset=utf-8` (RFC 9110 section 8.3.1), without its parameters.
struct MediaType: Hashable {
    /// Type and subtype in lower case.
    let essence: String

    init(_ text: String) {
        // As most servers write it.
        if text == "application/json" {
            essence = text
            return
        }
        // Some servers send the header twice, which arrives as a list.
        let head = text.prefix { $0 != ";" && $0 != "," }
        essence = String(head.filter { !$0.isWhitespace }).lowercased()
    }

    var isJSON: Bool {
        essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
    }

    var isEventStream: Bool {
        essence == "text/event-stream"
    }

    var isText: Bool {
        essence.hasPrefix("text/")
    }
}
