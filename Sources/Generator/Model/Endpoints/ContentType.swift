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

    var isUsualJSON: Bool { essence == "application/json" }

    var isJSON: Bool {
        isUsualJSON || essence == "text/json" || essence.hasSuffix("+json")
    }

    /// Whether the body is JSON lines or a JSON text sequence (RFC 7464).
    var isLines: Bool {
        [
            "application/jsonl", "application/x-jsonl", "application/jsonlines", "application/x-jsonlines",
            "application/ndjson", "application/x-ndjson", "application/json-seq", "application/json-lines",
        ]
        .contains(essence) || essence.hasSuffix("+json-seq")
    }

    /// Whether it matches several types, such as `image/*` or `application/*+json`.
    var isRange: Bool { essence.utf8.contains(UInt8(ascii: "*")) }

    /// A type that any bytes have, or a range of all types or of those of applications.
    var isAnyBytes: Bool { ["*/*", "application/*", "application/octet-stream"].contains(essence) }

    var isEventStream: Bool { essence == "text/event-stream" }
    /// Whether the body consists of parts between boundaries (RFC 2046, section 5.1).
    var isMultipart: Bool { essence.hasPrefix("multipart/") }
    /// Whether the parts have names (RFC 7578).
    var isFormData: Bool { essence == "multipart/form-data" || essence == "multipart/*" }
    var isForm: Bool { essence == "application/x-www-form-urlencoded" }
    var isText: Bool { essence.hasPrefix("text/") && !isEventStream && !isJSON }
    var isXML: Bool { essence == "application/xml" || essence == "text/xml" || essence.hasSuffix("+xml") }

    /// Whether values of the type may be files: neither text nor in a format of this generator.
    var mayBeFile: Bool {
        !essence.isEmpty && !isJSON && !isLines && !isText && !isEventStream && !isMultipart && !isForm && !isXML
    }

    /// Whether no value of the type is text.
    var isBinary: Bool {
        let types = ["image/", "audio/", "video/", "font/"]
        let applications = [
            "octet-stream", "pdf", "zip", "gzip", "x-gzip", "x-tar", "x-zip-compressed", "x-7z-compressed", "msword",
        ]
        return mayBeFile
            && (types.contains(where: essence.hasPrefix)
                || applications.contains { essence == "application/" + $0 }
                || essence.hasPrefix("application/vnd.ms-") || essence.hasPrefix("application/vnd.openxmlformats-"))
    }

    /// Whether the type is a general format for values, such as JSON, rather than a document of its own, such as CSV.
    var isValueFormat: Bool {
        let subtypes = ["yaml", "x-yaml", "plain", "protobuf", "msgpack", "x-msgpack", "cbor", "bson", "*"]
        return isXML || isForm || isMultipart || subtypes.contains(jsonName) || essence.hasSuffix("protobuf")
            || essence.hasSuffix("+yaml") || essence.hasSuffix("+cbor")
    }

    /// The subtype without the suffix `+json`, such as `merge-patch`, for names.
    var jsonName: String {
        let subtype = essence.split(separator: "/", maxSplits: 1).last.map(String.init) ?? essence
        if essence == "text/json" { return "text json" }
        return subtype.hasSuffix("+json") ? String(subtype.dropLast("+json".count)) : subtype
    }
}
