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

/// Each of these extensions parses a single object, for a reference to any place in a document.
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
