internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

// `$ref` and `$dynamicRef`.
extension Parser {
    /// Reads an object or the reference in its place.
    mutating func referenceOr<Value>(
        _ node: Node,
        at pointer: JSONPointer,
        _ parse: (inout Parser, Node, JSONPointer) -> Value?
    ) -> ReferenceOr<Value>? {
        guard let target = node["$ref"] else { return parse(&self, node, pointer).map { .value($0) } }
        return reference(target, at: pointer, siblings: node).map { .reference($0) }
    }

    /// Reads a `$ref` value.
    ///
    /// - Parameters:
    ///   - pointer: The pointer of the object that contains the `$ref`.
    ///   - isInSchema: Whether the object is a schema. Only references in schemas may use anchors.
    mutating func reference(
        _ node: Node,
        at pointer: JSONPointer,
        siblings: Node,
        isInSchema: Bool = false
    ) -> Reference? {
        let origin = SourceReference(location: node.location, pointer: pointer.appending("$ref"))
        guard let text = node.string else {
            let message = "'$ref' must be a string, not \(node.kindName)"
            error(message, lenient: fallback(isInSchema: isInSchema), at: origin)
            return nil
        }
        return Self.reference(text, to: target(text, origin, isInSchema: isInSchema), siblings: siblings, origin)
    }

    /// Reads a `$dynamicRef` within the document. Returns nil after a warning if it is unresolvable.
    mutating func dynamicReference(_ entry: Mapping.Entry, at pointer: JSONPointer, siblings: Node) -> Reference? {
        guard let text = entry.value.string else { return nil }
        let origin = SourceReference(location: entry.value.location, pointer: pointer.appending(entry.key))
        var target: JSONPointer?
        var fix = "add it or correct the reference"
        let problem: String
        if let place = self.pointer(inFragment: Substring(text.utf8.dropFirst())) {
            target = anchors.isInDocument(place) ? place : nil
            problem = "\(text.quoted) points at nothing in this document"
        } else if let name = percentDecoded(Substring(text.utf8.dropFirst())), !name.hasPrefix(bytes: "/") {
            target = anchors.anchor(named: name, at: origin.location).map { schema(with: $0, called: name) }
            if target == nil, let near = anchors.suggestion(for: name) {
                fix = "did you mean \(("#" + near).quoted)?"
            }
            problem = "no schema has the anchor \(name.quoted)"
        } else {
            problem = "the reference \(text.quoted) is no JSON pointer"
            fix = "write it as '#/components/schemas/Name'"
        }
        guard let target else {
            warning("\(problem), so '\(entry.key)' is ignored; \(fix)", at: origin)
            return nil
        }
        return Self.reference(text, to: target, siblings: siblings, origin)
    }

    private static func reference(
        _ text: String,
        to target: JSONPointer?,
        siblings: Node,
        _ origin: SourceReference
    ) -> Reference {
        Reference(
            text: text,
            pointer: target,
            summary: siblings["summary"]?.string,
            description: siblings["description"]?.string,
            origin: origin
        )
    }

    private mutating func target(_ text: String, _ origin: SourceReference, isInSchema: Bool) -> JSONPointer? {
        guard text.utf8.first == UInt8(ascii: "#") else {
            let document = String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "#") }))
            // All places are of interest only if the client is generated without them.
            if diagnostics.isLenient {
                reportOtherDocument(text, origin, isInSchema: isInSchema)
            } else if otherDocuments[document] == nil {
                otherDocuments[document] = (text, origin)
            }
            return nil
        }
        if let pointer = pointer(inFragment: Substring(text.utf8.dropFirst())) {
            return isInSchema ? enclosingTarget(of: text, pointer, at: origin.pointer) ?? pointer : pointer
        }
        if isInSchema, let name = percentDecoded(Substring(text.utf8.dropFirst())), !name.hasPrefix(bytes: "/"),
            !anchors.isEmpty
        {
            return schema(called: name, origin)
        }
        error(
            "the reference \(text.quoted) is no JSON pointer; write it as '#/components/schemas/Name'",
            lenient: fallback(isInSchema: isInSchema),
            at: origin
        )
        return nil
    }

    private func fallback(isInSchema: Bool) -> Fallback { isInSchema ? .anyValue : .leftOut }

    mutating func reportOtherDocument(_ text: String, _ origin: SourceReference, isInSchema: Bool) {
        error(
            "the reference \(text.quoted) points into another document; "
                + "bundle the documents into one first, with references that begin with '#/'",
            lenient: fallback(isInSchema: isInSchema),
            at: origin
        )
    }

    /// The target of `#`, `#/$defs/Name` or `#/definitions/Name` in a JSON Schema that was pasted into the document, such as
    /// those of pydantic: these references start at the root of that schema. Returns nil for any other reference, and if
    /// the target is in the document itself.
    private func enclosingTarget(
        of text: String,
        _ target: JSONPointer,
        at place: JSONPointer
    ) -> JSONPointer? {
        if text.utf8.count == 1 { return Self.outermostSchema(around: place) }
        let isDefinition = text.utf8.starts(with: "#/$defs/".utf8) || text.utf8.starts(with: "#/definitions/".utf8)
        guard isDefinition, !anchors.isInDocument(target) else { return nil }
        return anchors.pointer(to: target, inNearestAround: place)
    }

    /// `/components/schemas/Name`, or the first `schema` or `itemSchema` on the way to the place.
    private static func outermostSchema(around place: JSONPointer) -> JSONPointer? {
        let tokens = place.tokens
        if tokens.count > 3, tokens[0] == "components", tokens[1] == "schemas" {
            return JSONPointer(Array(tokens[..<3]))
        }
        return tokens.firstIndex { $0 == "schema" || $0 == "itemSchema" }.map { JSONPointer(Array(tokens[...$0])) }
    }

    /// Returns the pointer of the schema with the anchor, or nil after an error.
    private mutating func schema(called name: String, _ origin: SourceReference) -> JSONPointer? {
        guard let anchor = anchors.anchor(named: name, at: origin.location) else {
            let fix =
                anchors.suggestion(for: name).map { "did you mean \(("#" + $0).quoted)?" }
                ?? "add it or write the reference as '#/components/schemas/Name'"
            error("no schema has the anchor \(name.quoted); \(fix)", lenient: .anyValue, at: origin)
            return nil
        }
        return schema(with: anchor, called: name)
    }

    /// Returns the pointer of the schema, after an error if other schemas have the same anchor.
    private mutating func schema(with anchor: Anchors.Anchor, called name: String) -> JSONPointer {
        if !anchor.repetitions.isEmpty, usedAnchors.insert(ByteKey(name)).inserted {
            for place in anchor.repetitions {
                let first = anchor.schema.location
                error(
                    "the anchor \(name.quoted) is already that of the schema at \(first); give each its own",
                    lenient: .first,
                    at: place
                )
            }
        }
        return anchor.schema.pointer
    }

    mutating func pointer(inFragment text: Substring) -> JSONPointer? {
        let isEscaped = text.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }
        guard !isEscaped, let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return percentDecoded(text).flatMap { JSONPointer(parsing: $0) }
        }
        let name = String(text[text.utf8.index(after: slash)...])
        let section = ByteKey(String(text[..<slash]))
        if let known = sections[section] { return known.appending(name) }
        let pointer = JSONPointer(parsing: section.text)
        sections[section] = pointer
        return pointer?.appending(name)
    }

    /// Returns nil if a `%` is not followed by two hexadecimal digits or the result is no UTF-8.
    private func percentDecoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimalValue),
                let low = rest.popFirst().flatMap(hexadecimalValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
