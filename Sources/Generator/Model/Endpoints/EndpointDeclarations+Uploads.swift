import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The values that a part of a multipart body takes.
private struct PartContent {
    /// Whether it takes a file, alone or in a list.
    var takesFile = false
    /// Whether it takes several values, each as a part.
    var takesList = false
    /// The alternatives to a file.
    var values: [Schema] = []

    mutating func formUnion(_ other: PartContent) {
        takesFile = takesFile || other.takesFile
        takesList = takesList || other.takesList
        values += other.values
    }
}

// Files in request bodies. A schema is binary by `format: binary` (OpenAPI 3.0), by `contentMediaType` without
// `contentEncoding` (3.1), or because the content type of its part is (3.1.1, section 4.8.15.1).
extension EndpointDeclarations {
    /// Whether the schema is a single binary value, possibly null, through references and compositions.
    mutating func isBinary(_ schema: Schema?) -> Bool {
        guard let schema else { return false }
        let content = content(of: schema) { $0.format == "binary" || $0.contentEncoding == "binary" }
        return content.takesFile && !content.takesList && content.values.isEmpty
    }

    /// The type of a part that takes files: a file, a list of files, or either of them or another value. Nil for a part
    /// that takes no file.
    ///
    /// - Parameters:
    ///   - contentType: The content type of the part in the document: one or several, separated by commas.
    ///   - name: The name of the other value's type if it must be declared.
    mutating func uploadType(
        of schema: Schema,
        contentType: String?,
        named name: String
    ) -> TypeReference? {
        let contentTypes = contentType?.split(separator: ",").map { ContentType(String($0)) } ?? []
        let mayBeFile = !contentTypes.isEmpty && contentTypes.allSatisfy(\.mayBeFile)
        let isFileType = mayBeFile && contentTypes.allSatisfy(\.isBinary)
        let content = content(of: schema) { schema in
            schema.isBinary || (mayBeFile && schema.isPlain && !schema.isConstrained)
                || (isFileType && schema.mayBeBinary)
        }
        guard content.takesFile else { return nil }
        if mayBeFile, !self.content(of: schema, isBinary: \.isBinary).takesFile {
            lint("this is a file because of its content type; write 'format: binary'", schema.origin)
        }
        let element: TypeReference
        if let first = content.values.first {
            let other = NormalizedSchemas.oneOf(content.values, origin: first.origin)
            let type = other.map { types.resolvedType(of: $0, named: name + "Value", in: types.topLevel).type } ?? .json
            element = .fileOr(type.isConverted ? .string : type)
        } else {
            element = .file
        }
        return content.takesList ? .array(element) : element
    }

    /// The name of a binary property inside the schema, which its form on the wire cannot hold; nil if there is none.
    mutating func nestedBinary(in schema: Schema) -> String? {
        var seen: Set<ObjectIdentifier> = []
        return nestedBinary(in: schema, seen: &seen)
    }

    private mutating func nestedBinary(in schema: Schema, seen: inout Set<ObjectIdentifier>) -> String? {
        let schema = references.resolvedTarget(of: schema)
        guard seen.count < 64, seen.insert(ObjectIdentifier(schema)).inserted else { return nil }
        if let items = schema.items {
            return isBinary(items) ? "items" : nestedBinary(in: items, seen: &seen)
        }
        let parts = schemas.objects.parts(of: schema)
        for member in parts.members {
            if isBinary(member.schema) { return member.name }
            if let name = nestedBinary(in: member.schema, seen: &seen) { return name }
        }
        if let value = parts.additional?.schema {
            return isBinary(value) ? "additionalProperties" : nestedBinary(in: value, seen: &seen)
        }
        for variant in schema.variants {
            if let name = nestedBinary(in: variant, seen: &seen) { return name }
        }
        return nil
    }

    private mutating func content(
        of original: Schema,
        depth: Int = 0,
        isBinary: (Schema) -> Bool
    ) -> PartContent {
        let schema = references.resolvedTarget(of: original)
        guard depth < 8 else { return PartContent(values: [original]) }
        var content = PartContent()
        let types = schema.types.filter { $0 != .null }
        if types.contains(.array), let items = schema.items, schema.allOf.isEmpty {
            let element = self.content(of: items, depth: depth + 1, isBinary: isBinary)
            if element.takesFile, !element.takesList {
                content.takesList = true
                content.formUnion(element)
            } else if types == [.array] {
                content.values = [original]
            }
            if types == [.array] { return content }
        }
        if isBinary(schema) {
            content.takesFile = true
            return content
        }
        if schemas.nullability.isNull(schema) { return content }
        let written = schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
        let alternatives = written.filter { ($0.isConstrained && $0.boolean != false) || isBinary($0) }
        if !alternatives.isEmpty, schema.properties.isEmpty, schema.allOf.isEmpty {
            for alternative in alternatives {
                content.formUnion(self.content(of: alternative, depth: depth + 1, isBinary: isBinary))
            }
            guard content.takesFile else { return PartContent(values: [original]) }
            return content.listingValues
        }
        for part in schema.allOf where part.isConstrained {
            let part = self.content(of: part, depth: depth + 1, isBinary: isBinary)
            if part.takesFile { return part }
        }
        content.values.append(original)
        return content
    }
}

extension PartContent {
    /// If files come in lists, lists of other values become those values.
    fileprivate var listingValues: PartContent {
        guard takesList else { return self }
        var content = self
        content.values = values.map { $0.types.contains(.array) ? $0.items ?? $0 : $0 }
        return content
    }
}

extension Schema {
    /// Whether the schema itself is binary.
    fileprivate var isBinary: Bool {
        format == "binary" || contentEncoding == "binary"
            || (contentMediaType != nil && !isEncoded && types != [.object])
    }

    /// Whether the bytes are in an encoding such as Base64. Those of RFC 2045, section 6.2, leave them as they are.
    private var isEncoded: Bool { contentEncoding.map { !["7bit", "8bit", "binary"].contains($0) } ?? false }

    /// Whether the content type of a part decides that the schema is binary.
    fileprivate var mayBeBinary: Bool {
        isPlain && format == nil && contentEncoding == nil && types.allSatisfy { $0 == .string || $0 == .null }
    }
}
