/// A part of a `multipart/form-data` body (RFC 7578).
public struct MultipartPart: Sendable {
    enum Content: Sendable {
        case file(FileUpload)
        case value(any Encodable & Sendable, contentType: String?)
    }

    let name: String
    let contents: [Content]
    /// Additional header fields of each part.
    var headers: [HeaderParameter] = []
    /// The parts of a group with several names; empty for a part with one name.
    var members: [MultipartPart] = []

    /// A part for a file; nil omits it.
    ///
    /// - Parameters:
    ///   - contentType: The media type if the file has none, from the API document.
    ///   - headers: Additional header fields of the part.
    public static func file(
        _ name: String,
        _ file: FileUpload?,
        contentType: String? = nil,
        headers: [HeaderParameter] = []
    ) -> MultipartPart {
        files(name, file.map { [$0] }, contentType: contentType, headers: headers)
    }

    /// Parts for several files under one name; nil omits them.
    ///
    /// - Parameters:
    ///   - contentType: The media type of files that have none, from the API document.
    ///   - headers: Additional header fields of each part.
    public static func files(
        _ name: String,
        _ files: [FileUpload]?,
        contentType: String? = nil,
        headers: [HeaderParameter] = []
    ) -> MultipartPart {
        let contents = (files ?? []).map { file in
            var file = file
            file.contentType = file.contentType ?? contentType
            return Content.file(file)
        }
        return MultipartPart(name: name, contents: contents, headers: headers)
    }

    /// A part for a file or another value in its place; nil omits it.
    ///
    /// - Parameters:
    ///   - contentType: The media type of a file that has none, from the API document.
    ///   - headers: Additional header fields of the part.
    public static func file<Value: Encodable & Sendable>(
        _ name: String,
        _ content: FileOrValue<Value>?,
        contentType: String? = nil,
        headers: [HeaderParameter] = []
    ) -> MultipartPart {
        files(name, content.map { [$0] }, contentType: contentType, headers: headers)
    }

    /// Parts for several files, or other values in their place, under one name; nil omits them.
    ///
    /// - Parameters:
    ///   - contentType: The media type of files that have none, from the API document.
    ///   - headers: Additional header fields of each part.
    public static func files<Value: Encodable & Sendable>(
        _ name: String,
        _ contents: [FileOrValue<Value>]?,
        contentType: String? = nil,
        headers: [HeaderParameter] = []
    ) -> MultipartPart {
        let contents = (contents ?? []).flatMap { content in
            switch content {
            case .file(let file): files(name, [file], contentType: contentType).contents
            case .value(let value): Self.value(name, value).contents
            }
        }
        return MultipartPart(name: name, contents: contents, headers: headers)
    }

    /// A part for a value; nil omits it. Scalars are sent as text, objects as JSON, an array as one part per element.
    ///
    /// - Parameters:
    ///   - contentType: The media type of the part, from the API document.
    ///   - headers: Additional header fields of the part.
    public static func value<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        contentType: String? = nil,
        headers: [HeaderParameter] = []
    ) -> MultipartPart {
        let contents = value.map { [Content.value($0, contentType: contentType)] } ?? []
        return MultipartPart(name: name, contents: contents, headers: headers)
    }

    /// One part per value, sorted by name; nil omits them.
    public static func parts<Value: Encodable & Sendable>(from values: [String: Value]?) -> MultipartPart {
        parts(from: values) { .value($0, $1) }
    }

    /// One part per file, sorted by name; nil omits them.
    public static func parts(from files: [String: FileUpload]?) -> MultipartPart {
        parts(from: files) { .file($0, $1) }
    }

    /// The parts of each list of files, sorted by name; nil omits them.
    public static func parts(from files: [String: [FileUpload]]?) -> MultipartPart {
        parts(from: files) { .files($0, $1) }
    }

    /// One part per file or value, sorted by name; nil omits them.
    public static func parts<Value: Encodable & Sendable>(from contents: [String: FileOrValue<Value>]?) -> MultipartPart
    {
        parts(from: contents) { .file($0, $1) }
    }

    /// The parts of each list of files or values, sorted by name; nil omits them.
    public static func parts<Value: Encodable & Sendable>(
        from contents: [String: [FileOrValue<Value>]]?
    ) -> MultipartPart {
        parts(from: contents) { .files($0, $1) }
    }

    private static func parts<Value>(
        from values: [String: Value]?,
        _ part: (String, Value) -> MultipartPart
    ) -> MultipartPart {
        let members = (values ?? [:]).sortedMembers.map { part($0.key, $0.value) }
        return MultipartPart(name: "", contents: [], members: members)
    }

    /// The parts of the group, or this part alone.
    var all: [MultipartPart] { members.isEmpty ? [self] : members }
}

/// Writes parts as a `multipart/form-data` body (RFC 7578).
struct MultipartWriter {
    /// The header and the content of one part.
    private struct Section {
        var header: String
        var content: HTTPBody.Segment
    }

    private var sections: [Section] = []

    init(_ parts: [MultipartPart]) throws {
        for part in parts.flatMap(\.all) {
            let first = sections.count
            for content in part.contents { try add(content, named: part.name) }
            let headers = try part.headers.compactMap { header in
                try header.text().map { "\r\n\(header.name): \(Self.headerText($0))" }
            }
            for index in sections.indices[first...] { sections[index].header += headers.joined() }
        }
    }

    private mutating func add(_ content: MultipartPart.Content, named name: String) throws {
        switch content {
        case .file(let file):
            let header =
                disposition(name) + "; filename=\"\(Self.escape(file.filename))\""
                + "\r\nContent-Type: \(Self.headerText(file.contentType ?? "application/octet-stream"))"
            sections.append(Section(header: header, content: try file.segment()))
        case .value(let value, let contentType):
            try add(try JSONTree(encoding: value), named: name, contentType: contentType)
        }
    }

    private mutating func add(_ value: JSONTree, named name: String, contentType: String?) throws {
        switch value {
        case .null:
            break
        case .array(let elements) where contentType == nil:
            for element in elements { try add(element, named: name, contentType: nil) }
        case .array, .object:
            let header = disposition(name) + "\r\nContent-Type: \(Self.headerText(contentType ?? "application/json"))"
            sections.append(Section(header: header, content: .bytes(value.json)))
        case .bool, .number, .string:
            let isJSON = contentType.map { MediaType($0).isJSON } ?? false
            let type = contentType.map { "\r\nContent-Type: \(Self.headerText($0))" } ?? ""
            let text = isJSON ? value.jsonText : value.parameterText
            sections.append(Section(header: disposition(name) + type, content: .bytes(Array(text.utf8))))
        }
    }

    /// Writes the body and chooses a boundary that occurs in no part. Files on disk are not searched: 122 random bits
    /// make a collision impossible in practice.
    ///
    /// - Parameter candidate: Returns a new boundary on each call.
    func write(boundary candidate: () -> String) -> (body: HTTPBody, boundary: String) {
        var boundary = candidate()
        while sections.contains(where: { $0.content.contains(boundary) || $0.header.contains(bytes: boundary) }) {
            boundary = candidate()
        }
        var segments: [HTTPBody.Segment] = []
        var text = ""
        for section in sections {
            text += "--\(boundary)\r\n\(section.header)\r\n\r\n"
            segments += [.bytes(Array(text.utf8)), section.content]
            text = "\r\n"
        }
        text += "--\(boundary)--\r\n"
        return (HTTPBody(segments: segments + [.bytes(Array(text.utf8))]), boundary)
    }

    private func disposition(_ name: String) -> String {
        "Content-Disposition: form-data; name=\"\(Self.escape(name))\""
    }

    /// Escapes a name for a quoted string as browsers do (HTML Standard, multipart form data).
    static func escape(_ name: String) -> String {
        name.replacing(bytes: [("\r", "%0D"), ("\n", "%0A"), ("\"", "%22")])
    }

    private static func headerText(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}
