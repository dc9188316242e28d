package import HandingerGeneratorDiagnostics
package import HandingerGeneratorYAML

extension Document {
    /// Reads a document.
    ///
    /// Returns nil where nothing of it can be used: it is no mapping, or of a version that is not supported.
    /// Otherwise returns what could be read, so that later stages find their problems in the same run; whether the
    /// document is sound, `diagnostics` says.
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

/// Reads one object, for a reference that points anywhere into a document.
extension Schema {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> Schema {
        Parser.run(document, &diagnostics) { $0.schema(node, at: pointer) }
    }
}

extension Parameter {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<Parameter>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.parameter($1, at: $2) }
        }
    }
}

extension Response {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<Response>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.response($1, at: $2) }
        }
    }
}

extension RequestBody {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<RequestBody>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.requestBody($1, at: $2) }
        }
    }
}

extension Header {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<Header>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.header($1, at: $2) }
        }
    }
}

extension PathItem {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<PathItem>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.pathItem($1, at: $2) }
        }
    }
}

extension MediaType {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<MediaType>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.mediaType($1, at: $2) }
        }
    }
}

extension SecurityScheme {
    package static func parse(
        _ node: Node,
        at pointer: JSONPointer,
        in document: Document,
        diagnostics: inout DiagnosticList
    ) -> ReferenceOr<SecurityScheme>? {
        Parser.run(document, &diagnostics) { parser in
            parser.referenceOr(node, at: pointer) { $0.securityScheme($1, at: $2) }
        }
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
