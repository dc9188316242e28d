import ClientModel

/// Structures: the declaration first, its coding in an extension below.
struct StructEmitter {
    let declaration: TypeDeclaration
    let structure: Structure
    let types: TypePrinter

    func writeDeclaration(to writer: inout SwiftWriter) {
        DocComment.write(declaration.documentation, to: &writer)
        writer.block("\(declaration.access) struct \(SwiftName.declared(declaration.name)): Hashable, Sendable") {
            writer in
            for property in structure.properties { writeProperty(property, to: &writer) }
            writeAdditionalProperties(to: &writer)
            writer.line()
            writeInitializer(to: &writer)
        }
    }

    private func writeProperty(_ property: Property, to writer: inout SwiftWriter) {
        DocComment.write(property.documentation, to: &writer)
        let declaration = "public var \(SwiftName.declared(property.name)): \(types.source(property.declaredType))"
        if Self.isHidden(property) { writer.line(Self.deprecation) }
        guard property.isIndirect else { return writeDirect(property, declaration, to: &writer) }
        let box = boxed(property)
        writer.block(declaration) { writer in
            writer.line(box.isOptional ? "get { \(box.name)?.value }" : "get { \(box.name).value }")
            writer.line("set { \(box.name) = \(box.wrap("newValue")) }")
        }
        writer.line("private var \(box.name): Indirect<\(types.source(box.type))>\(box.isOptional ? "?" : "")")
    }

    private func writeDirect(_ property: Property, _ declaration: String, to writer: inout SwiftWriter) {
        guard Self.isHidden(property) else { return writer.line(declaration) }
        let storage = storage(of: property)
        writer.block(declaration) { writer in
            writer.line("get { \(storage) }")
            writer.line("set { \(storage) = newValue }")
        }
        writer.line("private var \(storage): \(types.source(property.declaredType))")
    }

    static let deprecation = "@available(*, deprecated, message: \"The API deprecates this property.\")"

    /// Whether the property is marked as deprecated: what this file does with it must not warn, so it is stored under
    /// another name. The switch of a stream is set by the generated methods too.
    private static func isHidden(_ property: Property) -> Bool {
        property.documentation.isDeprecated && property.wireName != "stream"
    }

    /// What holds the value of a property that is not boxed.
    private func storage(of property: Property) -> String {
        Self.isHidden(property) ? "_" + property.name : property.name
    }

    /// Where a property is stored whose type contains this one.
    private struct Box {
        var name: String
        /// What is in the box; an optional box is absent where the property is nil.
        var type: TypeReference
        var isOptional: Bool

        func wrap(_ value: String) -> String {
            isOptional ? "\(value).map(Indirect.init)" : "Indirect(\(value))"
        }
    }

    private func boxed(_ property: Property) -> Box {
        // No name of the document's begins with an underscore and a letter.
        let name = "_" + property.name
        guard case .optional(let wrapped) = property.declaredType else {
            return Box(name: name, type: property.declaredType, isOptional: false)
        }
        return Box(name: name, type: wrapped, isOptional: true)
    }

    private func writeAdditionalProperties(to writer: inout SwiftWriter) {
        let additional = structure.additionalProperties
        writer.line(
            additional.isDeclared
                ? "/// The properties that have no name in the document."
                : "/// Properties that the document does not name, kept as they came and written back."
        )
        writer.line("public var \(additional.name): [String: \(types.source(additional.type))]")
    }

    private func writeInitializer(to writer: inout SwiftWriter) {
        writer.line("/// Makes a value from its properties.")
        let additional = structure.additionalProperties
        let parameters = structure.properties.map { parameter(for: $0) }
        writer.list(
            "public init(",
            (parameters + ["\(additional.name): [String: \(types.source(additional.type))] = [:]"]).map(Source.text),
            then: " {",
            breaks: true
        )
        writer.indented { writer in
            for property in structure.properties {
                let value = SwiftName.declared(property.name)
                if property.isIndirect {
                    let box = boxed(property)
                    writer.assignment(box.name, box.wrap(value))
                } else {
                    let storage = storage(of: property)
                    writer.assignment(Self.isHidden(property) ? storage : "self.\(storage)", value)
                }
            }
            writer.line("self.\(additional.name) = \(additional.name)")
        }
        writer.line("}")
    }

    private func parameter(for property: Property) -> String {
        "\(property.name): \(types.source(property.declaredType))" + defaultValue(of: property)
    }

    private func defaultValue(of property: Property) -> String {
        if let constant = property.constant { return " = " + SwiftLiteral.constant(constant) }
        return property.isOptional ? " = nil" : ""
    }

    // MARK: - Coding

    func writeCoding(to writer: inout SwiftWriter) {
        let additional = structure.additionalProperties
        let isConverted = additional.type.isConverted
        writer.block("nonisolated extension \(declaration.qualifiedName): Codable") { writer in
            writer.line("/// Reads the object and keeps what the document does not name.")
            writer.block("public init(from decoder: any Decoder) throws") { writer in
                writer.line("let container = try decoder.container(keyedBy: PropertyKey.self)")
                for property in structure.properties {
                    writeDecoding(of: property, to: &writer)
                }
                writer.items(
                    "\(target(additional.name)) = try container."
                        + (isConverted ? "decodeConvertedAdditionalProperties" : "decodeAdditionalProperties")
                        + "(besides: [",
                    structure.properties.map { .text(SwiftLiteral.string($0.wireName)) },
                    close: "])"
                )
            }
            writer.line()
            writer.line("/// Writes the properties in the document's order, then the unnamed ones.")
            writer.block("public func encode(to encoder: any Encoder) throws") { writer in
                writer.line("var container = encoder.container(keyedBy: PropertyKey.self)")
                for property in structure.properties {
                    writer.source(encoding(of: property))
                }
                writer.line(
                    "try container."
                        + (isConverted ? "encodeConvertedAdditionalProperties" : "encodeAdditionalProperties")
                        + "(\(additional.name))"
                )
            }
        }
    }

    /// A property named like a variable of the coding functions has to say that it is one.
    private func target(_ name: String) -> String {
        ["container", "decoder", "encoder"].contains(name) ? "self." + name : SwiftName.declared(name)
    }

    private func writeDecoding(of property: Property, to writer: inout SwiftWriter) {
        let decoding = decoding(of: property)
        guard property.isIndirect else {
            writer.source(decoding, prefix: "\(target(storage(of: property))) = try container.")
            return
        }
        let box = boxed(property)
        if box.isOptional {
            writer.source(decoding, prefix: "\(box.name) = try container.", suffix: ".map(Indirect.init)")
        } else {
            writer.source(decoding, prefix: "\(box.name) = Indirect(try container.", suffix: ")")
        }
    }

    private func decoding(of property: Property) -> Source {
        let converted = property.type.isConverted ? "Converted" : ""
        let function =
            switch property.presence {
            case .required: "decode\(converted)"
            case .requiredNullable: "decode\(converted)RequiredNullable"
            case .optional: "decode\(converted)IfPresent"
            case .optionalNullable: "decode\(converted)NullableIfPresent"
            }
        return .call(
            function + "(",
            [
                .text(types.source(property.type) + ".self"),
                .labelled("forKey", .text(SwiftLiteral.string(property.wireName))),
            ]
        )
    }

    /// What is written: the property, or where it is stored if its name would warn.
    private func encoded(_ property: Property) -> String {
        guard Self.isHidden(property) else { return target(property.name) }
        guard property.isIndirect else { return storage(of: property) }
        let box = boxed(property)
        return box.isOptional ? "\(box.name)?.value" : "\(box.name).value"
    }

    private func encoding(of property: Property) -> Source {
        let converted = property.type.isConverted ? "Converted" : ""
        let ifPresent = property.presence == .required || property.presence == .requiredNullable ? "" : "IfPresent"
        return .call(
            "try container.encode\(converted)\(ifPresent)(",
            [
                .text(encoded(property)),
                .labelled("forKey", .text(SwiftLiteral.string(property.wireName))),
            ]
        )
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
