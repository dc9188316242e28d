package import HandingerGeneratorDiagnostics
package import HandingerGeneratorYAML

extension Document {
    /// Reads a document from its node tree.
    ///
    /// Returns nil if the root is no mapping or the version is not supported. Otherwise returns all readable parts, so
    /// that later stages find their problems in the same run; `diagnostics` tells whether the document is valid.
    package static func parse(_ root: Node, diagnostics: inout DiagnosticList) -> Document? {
        guard let version = Version.parse(root, diagnostics: &diagnostics) else { return nil }
        let anchors = Anchors(in: root)
        var parser = Parser(version: version, anchors: anchors, diagnostics: diagnostics)
        let parsed = parser.document(root)
        diagnostics = parser.allDiagnostics()
        guard var document = parsed else { return nil }
        Validation.complete(&document, diagnostics: &diagnostics)
        return document
    }
}

extension Schema {
    /// Parses a schema at any place in a document, for a reference to it.
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> Schema {
        Parser.run(document, &diagnostics) { $0.schema(node, at: pointer) }
    }
}

/// An object of the OpenAPI specification that a Reference Object may replace.
package protocol ReferencedObject: Sendable {
    /// Reads the object; returns nil after an error.
    static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> Self?
}

extension ReferencedObject {
    /// Parses an object, or the reference in its place, at any place in a document, for a reference to it.
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<Self>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { Self.read($1, at: $2, with: &$0) }
        }
    }
}

extension Parameter: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> Parameter? {
        parser.parameter(node, at: pointer)
    }
}

extension Response: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> Response? {
        parser.response(node, at: pointer)
    }
}

extension RequestBody: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> RequestBody? {
        parser.requestBody(node, at: pointer)
    }
}

extension Header: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> Header? {
        parser.header(node, at: pointer)
    }
}

extension PathItem: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> PathItem? {
        parser.pathItem(node, at: pointer)
    }
}

extension MediaType: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> MediaType? {
        parser.mediaType(node, at: pointer)
    }
}

extension SecurityScheme: ReferencedObject {
    package static func read(_ node: Node, at pointer: JSONPointer, with parser: inout Parser) -> SecurityScheme? {
        parser.securityScheme(node, at: pointer)
    }
}

extension Parser {
    static func run<Value>(
        _ document: Document,
        _ diagnostics: inout DiagnosticList,
        _ body: (inout Parser) -> Value
    ) -> Value {
        var parser = Parser(version: document.version, anchors: document.anchors, diagnostics: diagnostics)
        let value = body(&parser)
        diagnostics = parser.allDiagnostics()
        return value
    }
}

extension Document.Version {
    private static let supported = "OpenAPI 3.0, 3.1 and 3.2 are"

    /// Reads the `openapi` field. Returns nil after an error if the version is missing or not supported.
    static func parse(_ root: Node, diagnostics: inout DiagnosticList) -> Document.Version? {
        let place = JSONPointer()
        guard let mapping = root.mapping else {
            let message = "an OpenAPI document must be a mapping, not \(root.kindName)"
            diagnostics.error(message, at: root.location, place)
            return nil
        }
        guard let entry = mapping.entry("openapi") else {
            if let swagger = mapping.entry("swagger") {
                let version = swagger.value.string ?? swagger.value.scalarText ?? ""
                let message =
                    "Swagger \(version) is not supported, \(supported); convert the document to OpenAPI 3 first"
                diagnostics.error(message, at: swagger.keyLocation, place.appending("swagger"))
            } else {
                let near = closestMatch(for: "openapi", among: mapping.map(\.key))
                let fix = near.map { "did you mean it by \($0.quoted)?" } ?? "add 'openapi: 3.1.0'"
                let message = "the document has no 'openapi' field that tells its version; \(fix)"
                diagnostics.error(message, at: root.location, place)
            }
            return nil
        }
        let text = entry.value.string ?? entry.value.scalarText ?? ""
        guard let version = Self(text) else {
            let what = text.isEmpty ? "this version" : "OpenAPI \(text.quoted)"
            let message = "\(what) is not supported; \(supported)"
            diagnostics.error(message, at: entry.value.location, place.appending("openapi"))
            return nil
        }
        if entry.value.string == nil {
            let message = "the version is a string; write 'openapi: \"\(text).0\"'"
            diagnostics.warning(message, at: entry.value.location, place.appending("openapi"))
        }
        return version
    }

    /// Parses `3.1`, `3.1.0` or `3.1.0-rc1`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "3" else { return nil }
        switch parts[1] {
        case "0": self = .v3_0
        case "1": self = .v3_1
        case "2": self = .v3_2
        default: return nil
        }
    }
}
