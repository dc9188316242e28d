import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The encoding of the content of a request or response.
enum ContentFormat: Sendable {
    case json, lines, events, multipart, form, text, bytes
}

/// The content types among which the caller of a method chooses.
package struct ContentTypeChoice: Sendable {
    /// The argument of the method.
    package var name: String
    /// In document order, at least one; some may be ranges such as `image/*`.
    package var documented: [String]
    /// nil if the caller must choose.
    package var defaultValue: String?

    /// The documented types as a sentence.
    package var description: String {
        let types = documented.map { "`\($0)`" }
        if types.count > 1 { return "One of " + types.joined(separator: ", ") + "." }
        return documented.contains { ContentType($0).isRange } ? "A type of \(types[0])." : "Such as \(types[0])."
    }
}

// Content types of requests and responses.
extension EndpointDeclarations {
    mutating func format(of entry: MediaTypeEntry) -> ContentFormat {
        let type = ContentType(entry.contentType)
        if type.isEventStream { return .events }
        if type.isMultipart { return .multipart }
        if type.isForm { return .form }
        if isBinary(mediaType(of: entry)?.schema) { return .bytes }
        if type.isLines { return .lines }
        if isJSON(entry) { return .json }
        return type.isText ? .text : .bytes
    }

    /// Whether the content type is JSON, or a range with a schema that is neither text nor binary.
    private mutating func isJSON(_ entry: MediaTypeEntry) -> Bool {
        let type = ContentType(entry.contentType)
        if type.isJSON { return true }
        guard type.isRange, let schema = mediaType(of: entry)?.schema else { return false }
        switch schemas.normalized(schema).kind {
        case .component, .array, .map, .object, .union: return true
        default: return false
        }
    }

    /// JSON content types with one schema.
    struct JSONGroup {
        var entries: [MediaTypeEntry]
        var schema: Schema?
        /// The suffix of the names of its methods and types; empty for the first group.
        var name = ""

        /// The type to send and to name: `application/json` wherever it is listed, else the first that is no range.
        var contentType: String {
            let types = entries.map(\.contentType)
            return types.first { $0 == "application/json" }
                ?? types.first { ContentType($0).isUsualJSON }
                ?? types.first { !ContentType($0).isRange } ?? "application/json"
        }
    }

    /// Groups JSON content types by their schemas. The first group is the one with `application/json`, or else the first
    /// in document order.
    mutating func jsonGroups(of entries: [MediaTypeEntry]) -> [JSONGroup] {
        var groups: [JSONGroup] = []
        for entry in entries {
            let schema = mediaType(of: entry)?.schema
            if let index = groups.firstIndex(where: { Self.areEqual($0.schema, schema) }) {
                groups[index].entries.append(entry)
            } else {
                groups.append(JSONGroup(entries: [entry], schema: schema))
            }
        }
        let isUsual = { (entry: MediaTypeEntry) in ContentType(entry.contentType).isUsualJSON }
        if let index = groups.firstIndex(where: { $0.entries.contains(where: isUsual) }) {
            groups.insert(groups.remove(at: index), at: 0)
        }
        for group in groups where group.entries.count > 1 && !group.entries.contains(where: isUsual) {
            let what = "of the JSON types with this schema '\(group.contentType)' is used"
            lint("\(what), because 'application/json' is not among them", group.entries[0].origin)
        }
        for index in groups.indices.dropFirst() {
            let type = groups[index].contentType
            let isNameTaken = groups[..<index].contains {
                ContentType($0.contentType).essence == ContentType(type).essence
            }
            // Types that differ in their parameters only are named by them, too.
            let parameters = isNameTaken ? type.split(separator: ";").dropFirst().joined(separator: " ") : ""
            groups[index].name = SwiftName.type(ContentType(type).jsonName + " " + parameters)
        }
        return groups
    }

    /// Whether two schemas are written in the same way, or both are missing.
    static func areEqual(_ schema: Schema?, _ other: Schema?) -> Bool {
        guard let schema, let other else { return schema == nil && other == nil }
        return schema.isEqual(to: other, depth: 0)
    }
}

extension Schema {
    /// Whether the schemas are written in the same way, as far as this determines their Swift type.
    fileprivate func isEqual(to other: Schema, depth: Int) -> Bool {
        if self === other { return true }
        guard depth < 16 else { return false }
        let equal = { (a: [Schema], b: [Schema]) in
            a.count == b.count && zip(a, b).allSatisfy { $0.isEqual(to: $1, depth: depth + 1) }
        }
        let equalMembers = { (a: [Property], b: [Property]) in
            a.map { ByteKey($0.name) } == b.map { ByteKey($0.name) } && equal(a.map(\.schema), b.map(\.schema))
        }
        guard
            reference?.text == other.reference?.text, types == other.types, isNullable == other.isNullable,
            format == other.format, boolean == other.boolean, contentEncoding == other.contentEncoding,
            required == other.required, discriminator?.propertyName == other.discriminator?.propertyName,
            constant.map(Example.json) == other.constant.map(Example.json),
            enumeration?.map(Example.json) == other.enumeration?.map(Example.json)
        else { return false }
        return equalMembers(properties, other.properties) && equalMembers(patternProperties, other.patternProperties)
            && equal([items].compactMap(\.self), [other.items].compactMap(\.self))
            && equal(prefixItems, other.prefixItems) && equal(allOf, other.allOf) && equal(anyOf, other.anyOf)
            && equal(oneOf, other.oneOf) && hasEqualAdditionalProperties(other, depth)
    }

    private func hasEqualAdditionalProperties(_ other: Schema, _ depth: Int) -> Bool {
        switch (additionalProperties, other.additionalProperties) {
        case (.schema(let schema), .schema(let other)): schema.isEqual(to: other, depth: depth + 1)
        case (.allowed(let isAllowed), .allowed(let isOtherAllowed)): isAllowed == isOtherAllowed
        case (nil, nil): true
        default: false
        }
    }
}

extension [MediaTypeEntry] {
    /// `application/json` wherever it is listed, else the first JSON type; nil if there is none.
    var usualJSON: MediaTypeEntry? {
        first { ContentType($0.contentType).isUsualJSON } ?? first { ContentType($0.contentType).isJSON }
    }
}
