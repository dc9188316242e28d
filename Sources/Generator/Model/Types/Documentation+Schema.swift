import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

extension Documentation {
    convenience init(of schema: Schema) {
        self.init(of: schema, pointer: schema.origin.pointer.description)
    }

    /// - Parameters:
    ///   - pointer: nil to omit it: the pointer of the type implies that of a property.
    ///   - isDeprecated: nil to use the schema's own value.
    convenience init(of schema: Schema, pointer: String?, isDeprecated: Bool? = nil) {
        self.init(
            summary: schema.description == nil ? schema.title : nil,
            description: schema.description ?? schema.reference?.description,
            pointer: pointer.map { "#" + $0 } ?? "",
            isDeprecated: isDeprecated ?? schema.isDeprecated,
            notes: Self.notes(of: schema)
        )
    }

    private static func notes(of schema: Schema) -> [String] {
        let defaultValue = schema.ownDefault
        guard schema.hasNotes || defaultValue != nil else { return [] }
        let bounds = schema.constraints
        var notes: [String] = []
        if let value = defaultValue { notes.append(note(ofDefault: value)) }
        notes += [
            range("Value", bounds.minimum?.literal, bounds.maximum?.literal),
            bounds.exclusiveMinimum.map { "Greater than \($0.literal)." },
            bounds.exclusiveMaximum.map { "Less than \($0.literal)." },
            bounds.multipleOf.map { "A multiple of \($0.literal)." },
            range("Length", bounds.minLength.map(String.init), bounds.maxLength.map(String.init)),
            bounds.pattern.flatMap { $0.isEmpty ? nil : "Pattern: \(code($0))." },
            range("Number of items", bounds.minItems.map(String.init), bounds.maxItems.map(String.init)),
            range("Number of properties", bounds.minProperties.map(String.init), bounds.maxProperties.map(String.init)),
            bounds.uniqueItems ? "No item twice." : nil,
            schema.isReadOnly ? "Set by the server; ignored in requests." : nil,
            schema.isWriteOnly ? "Only in requests." : nil,
        ].compactMap(\.self)
        return notes
    }

    static func note(ofDefault value: Node) -> String {
        value.string == "" ? "Default: an empty string." : "Default: \(code(value.literal))."
    }

    /// A code span, whose fence is longer than any in the text.
    private static func code(_ text: String) -> String {
        let longest = text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
        guard longest > 0 else { return "`\(text)`" }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(text) \(fence)"
    }

    private static func range(_ what: String, _ minimum: String?, _ maximum: String?) -> String? {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): "\(what): \(minimum) to \(maximum)."
        case (let minimum?, nil): "\(what): at least \(minimum)."
        case (nil, let maximum?): "\(what): at most \(maximum)."
        case (nil, nil): nil
        }
    }
}

extension Node {
    /// The value as JSON for a doc comment.
    var literal: String {
        switch value {
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(_, let text): text
        case .string(let text): text
        case .sequence(let items): "[" + items.map(\.literal).joined(separator: ", ") + "]"
        case .mapping(let members):
            "{" + members.map { "\($0.key): \($0.value.literal)" }.joined(separator: ", ") + "}"
        }
    }
}

extension Schema {
    /// The `default` of the schema or of a part of its `allOf`.
    var ownDefault: Node? {
        if let defaultValue { return defaultValue }
        for part in allOf {
            if let value = part.defaultValue { return value }
        }
        return nil
    }
}

extension Documentation {
    /// Returns a copy without a summary or description that only repeats the name: `User name` for `username`.
    func withoutRepetition(of name: String) -> Documentation {
        let (isSummaryEmpty, isDescriptionEmpty) = (Self.repeats(summary, name), Self.repeats(description, name))
        guard isSummaryEmpty || isDescriptionEmpty else { return self }
        return Documentation(
            summary: isSummaryEmpty ? nil : summary,
            description: isDescriptionEmpty ? nil : description,
            pointer: pointer,
            isDeprecated: isDeprecated,
            notes: notes
        )
    }

    private static func repeats(_ text: String, _ name: String) -> Bool {
        // Longer by spaces and a full stop at most.
        guard !text.isEmpty, text.utf8.count <= 2 * name.utf8.count + 1 else { return false }
        return SwiftName.words(of: text).joined().lowercased() == SwiftName.words(of: name).joined().lowercased()
    }
}
