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
        let scalars = text.prefix(beforeByteIn: ";,").unicodeScalars.filter { !$0.properties.isWhitespace }
        essence = String(String.UnicodeScalarView(scalars)).lowercased()
    }

    var isJSON: Bool {
        essence == "application/json" || essence == "text/json" || essence.hasSuffix(bytes: "+json")
    }

    var isEventStream: Bool {
        essence == "text/event-stream"
    }

    var isText: Bool {
        essence.hasPrefix(bytes: "text/")
    }
}
