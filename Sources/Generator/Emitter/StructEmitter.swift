import HandingerGeneratorModel

/// Emits structures: the declaration, then its coding in an extension.
struct StructEmitter {
    private let declaration: TypeDeclaration
    private let fields: [Field]
    private let additional: Structure.AdditionalProperties
    private let additionalType: String

    /// A property and its spellings. A class, because every function below passes it on.
    private final class Field {
        let property: Property
        /// The declared name.
        let name: String
        /// The type of the value, and the declared type.
        let type: String
        let declaredType: String
        /// Whether the property is deprecated; it is stored under another name, so that its uses in this file do not warn.
        let isHidden: Bool

        /// The storage of a property that is not boxed.
        var storage: String { isHidden ? hiddenName : property.name }

        // No name from the document begins with an underscore and a letter.
        var hiddenName: String { "_" + property.name + (property.name == "forms" ? "Value" : "") }

        /// Whether the original encoding of the value is kept.
        let keepsForm: Bool

        init(_ property: Property, _ types: TypePrinter) {
            self.property = property
            name = SwiftName.declared(property.name)
            type = types.source(property.type)
            declaredType = property.presence.declared(type)
            isHidden = property.documentation.isDeprecated && property.wireName != "stream"
            keepsForm = property.type.isConverted && !property.isIndirect
        }
    }

    init(declaration: TypeDeclaration, structure: Structure, types: TypePrinter) {
        self.declaration = declaration
        additional = structure.additionalProperties
        additionalType = types.source(additional.type)
        fields = structure.properties.map { Field($0, types) }
    }

    func writeDeclaration(to writer: inout SwiftWriter) {
        DocComment.write(declaration.documentation, to: &writer)
        writer.block("\(declaration.access) struct \(name: declaration.name): Hashable, Sendable") { writer in
            for field in fields { write(field, to: &writer) }
            writeAdditionalProperties(to: &writer)
            if additional.type.isConverted || fields.contains(where: \.keepsForm) {
                writer.line("/// The original encodings of dates and data, used when the value is encoded again.")
                writer.line("private var \(Self.forms) = OriginalEncodings()")
            }
            writer.line()
            writeInitializer(to: &writer)
            for field in fields where !field.isHidden {
                guard let value = field.property.defaultValue else { continue }
                writer.line()
                DefaultsEmitter.write(value, of: field.property.name, field.type, to: &writer)
            }
        }
    }

    // No name from the document begins with an underscore and a letter.
    private static let forms = "_forms"

    private func write(_ field: Field, to writer: inout SwiftWriter) {
        DocComment.write(field.property.documentation, to: &writer)
        if field.isHidden { writer.line(Self.deprecation) }
        let declaration: Line = "public var \(field.name): \(field.declaredType)"
        guard field.property.isIndirect else { return writeDirect(field, declaration, to: &writer) }
        let box = boxed(field)
        writer.block(declaration) { writer in
            writer.line(box.isOptional ? "get { \(box.name)?.value }" : "get { \(box.name).value }")
            writer.line("set { \(box.name) = \(box.wrap("newValue")) }")
        }
        writer.line("private var \(box.name): Indirect<\(box.type)>\(box.isOptional ? "?" : "")")
    }

    private func writeDirect(_ field: Field, _ declaration: Line, to writer: inout SwiftWriter) {
        guard field.isHidden else { return writer.line(declaration) }
        writer.block(declaration) { writer in
            writer.line("get { \(field.storage) }")
            writer.line("set { \(field.storage) = newValue }")
        }
        writer.line("private var \(field.storage): \(field.declaredType)")
    }

    static let deprecation: Line = "@available(*, deprecated, message: \"The API deprecates this property.\")"

    /// The boxed storage of a property whose type contains this one.
    private struct Box {
        var name: String
        /// The boxed value; the box is optional if the property is.
        var type: String
        var isOptional: Bool

        func wrap(_ value: String) -> String {
            isOptional ? "\(value).map(Indirect.init)" : "Indirect(\(value))"
        }
    }

    private func boxed(_ field: Field) -> Box {
        let presence = field.property.presence
        return Box(
            name: field.hiddenName,
            type: presence == .optionalNullable ? "Nullable<\(field.type)>" : field.type,
            isOptional: presence != .required
        )
    }

    private func writeAdditionalProperties(to writer: inout SwiftWriter) {
        writer.line(
            additional.isDeclared
                ? "/// Properties that the document does not name."
                : "/// Properties that the document does not name; they are kept and encoded again."
        )
        writer.line("public var \(additional.name): [String: \(additionalType)]")
    }

    private func writeInitializer(to writer: inout SwiftWriter) {
        writer.line("/// Makes a value from its properties.")
        writer.items("public init(", count: fields.count + 1, then: " {", endsWithComma: false) { index, line in
            guard index < fields.count else {
                line.append("\(additional.name): [String: \(additionalType)] = [:]")
                return
            }
            let field = fields[index]
            line.append(field.property.name)
            line.append(": ")
            line.append(field.declaredType)
            line.append(defaultValue(of: field.property))
        }
        writer.indented { writer in
            for field in fields {
                if field.property.isIndirect {
                    let box = boxed(field)
                    writer.assignment("\(box.name)", "\(box.wrap(field.name))")
                } else {
                    writeAssignment(of: field, to: &writer)
                }
            }
            writer.line("self.\(additional.name) = \(additional.name)")
        }
        writer.line("}")
    }

    private func writeAssignment(of field: Field, to writer: inout SwiftWriter) {
        let isShort = writer.line { line in
            if !field.isHidden { line.append("self.") }
            line.append(field.storage)
            line.append(" = ")
            line.append(field.name)
        }
        guard !isShort else { return }
        writer.assignment(field.isHidden ? "\(field.storage)" : "self.\(field.storage)", "\(field.name)")
    }

    private func defaultValue(of property: Property) -> String {
        if let constant = property.constant { return " = " + SwiftLiteral.constant(constant) }
        return property.isOptional ? " = nil" : ""
    }

    // MARK: - Coding

    func writeCoding(to writer: inout SwiftWriter) {
        let converted = additional.type.isConverted ? "CustomCodable" : ""
        writer.block("nonisolated extension \(declaration.qualifiedName): Codable") { writer in
            writer.line("/// Decodes the object, including properties that the document does not name.")
            writer.block("public init(from decoder: any Decoder) throws") { writer in
                writer.line("let container = try decoder.container(keyedBy: AnyCodingKey.self)")
                for field in fields { writeDecoding(of: field, to: &writer) }
                writer.items(
                    "\(target(additional.name)) = try container.decode\(converted)AdditionalProperties(besides: [",
                    fields.map { .literal($0.property.wireName) },
                    close: additional.type.isConverted ? "], keeping: &\(Self.forms))" : "])"
                )
            }
            writer.line()
            writer.line("/// Encodes the named properties in document order, then the others.")
            writer.block("public func encode(to encoder: any Encoder) throws") { writer in
                writer.line("var container = encoder.container(keyedBy: AnyCodingKey.self)")
                for field in fields { writeEncoding(of: field, to: &writer) }
                let forms = additional.type.isConverted ? ", as: \(Self.forms)" : ""
                writer.line("try container.encode\(converted)AdditionalProperties(\(additional.name)\(forms))")
            }
        }
    }

    /// `self.` for a property with the name of a local variable.
    private func target(_ name: String) -> String {
        switch name {
        case "container", "decoder", "encoder": "self." + name
        default: SwiftName.declared(name)
        }
    }

    private func writeDecoding(of field: Field, to writer: inout SwiftWriter) {
        let isShort =
            !field.property.isIndirect
            && writer.line { line in
                line.append(target(field.storage))
                line.append(" = try container.")
                line.append(decoder(of: field))
                line.append(field.type)
                line.append(".self, forKey: ")
                line.append(literal: field.property.wireName)
                line.append(field.keepsForm ? ", keeping: &\(Self.forms))" : ")")
            }
        guard !isShort else { return }
        let decoding = decoding(of: field)
        guard field.property.isIndirect else {
            writer.source(decoding, prefix: "\(target(field.storage)) = try container.")
            return
        }
        let box = boxed(field)
        if box.isOptional {
            writer.source(decoding, prefix: "\(box.name) = try container.", suffix: ".map(Indirect.init)")
        } else {
            writer.source(decoding, prefix: "\(box.name) = Indirect(try container.", suffix: ")")
        }
    }

    private func decoder(of field: Field) -> String {
        let isConverted = field.property.type.isConverted
        return switch field.property.presence {
        case .required: isConverted ? "decodeCustomCodable(" : "decode("
        case .requiredNullable: isConverted ? "decodeCustomCodableRequiredNullable(" : "decodeRequiredNullable("
        case .optional: isConverted ? "decodeCustomCodableIfPresent(" : "decodeIfPresent("
        case .optionalNullable: isConverted ? "decodeCustomCodableNullableIfPresent(" : "decodeNullableIfPresent("
        }
    }

    private func decoding(of field: Field) -> Source {
        let forms = field.keepsForm ? [Source.labelled("keeping", "&\(Self.forms)")] : []
        return .call(
            "\(decoder(of: field))",
            ["\(field.type).self", .labelled("forKey", .literal(field.property.wireName))] + forms
        )
    }

    /// The expression to encode: the property, or its storage if the name would warn.
    private func encoded(_ field: Field) -> String {
        guard field.isHidden, field.property.isIndirect else { return target(field.storage) }
        let box = boxed(field)
        return box.isOptional ? "\(box.name)?.value" : "\(box.name).value"
    }

    private func writeEncoding(of field: Field, to writer: inout SwiftWriter) {
        let isRequired = field.property.presence == .required || field.property.presence == .requiredNullable
        let encoder =
            field.property.type.isConverted
            ? isRequired ? "encodeCustomCodable(" : "encodeCustomCodableIfPresent("
            : isRequired ? "encode(" : "encodeIfPresent("
        let isShort = writer.line { line in
            line.append("try container.")
            line.append(encoder)
            line.append(encoded(field))
            line.append(", forKey: ")
            line.append(literal: field.property.wireName)
            line.append(field.keepsForm ? ", as: \(Self.forms))" : ")")
        }
        guard !isShort else { return }
        let forms = field.keepsForm ? [Source.labelled("as", "\(Self.forms)")] : []
        writer.list(
            "try container.\(encoder)",
            ["\(encoded(field))", .labelled("forKey", .literal(field.property.wireName))] + forms
        )
    }
}

extension Property.Presence {
    /// The declared type of a value of `type`.
    fileprivate func declared(_ type: String) -> String {
        switch self {
        case .required: type
        case .requiredNullable, .optional: type + "?"
        case .optionalNullable: "Nullable<\(type)>?"
        }
    }
}

extension SwiftLiteral {
    static func constant(_ constant: Constant) -> String {
        switch constant {
        case .string(let text): string(text)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .boolean(let value): String(value)
        case .member(let name): "." + SwiftName.declared(name)
        }
    }
}
