import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// Emits unions: one case per member and one for unknown values.
struct UnionEmitter {
    let declaration: TypeDeclaration
    let union: Union
    let types: TypePrinter

    func writeDeclaration(to writer: inout SwiftWriter) {
        DocComment.write(declaration.documentation, to: &writer)
        // Extensible (SE-0487): clients need `@unknown default`, so a new member does not break them.
        writer.line("#if hasAttribute(nonexhaustive)")
        writer.line("@nonexhaustive(warn)")
        writer.line("#endif")
        let keyword = declaration.access + (union.isIndirect ? " indirect enum" : " enum")
        writer.block("\(keyword) \(SwiftName.declared(declaration.name)): Hashable, Sendable") { writer in
            for member in union.members {
                DocComment.write(member.documentation, fallback: "`\(types.source(member.type))`", to: &writer)
                writer.list("case \(SwiftName.declared(member.caseName))(", [.text(types.source(member.type))])
            }
            writer.line("/// A member unknown to this version, kept as JSON.")
            writer.line("case unknown(JSONValue)")
        }
    }

    // MARK: - Conveniences

    var hasConveniences: Bool { !union.shared.isEmpty || union.members.contains { $0.convenience != nil } }

    func writeConveniences(to writer: inout SwiftWriter) {
        writer.block("nonisolated extension \(declaration.qualifiedName)") { writer in
            var isFirst = true
            for member in union.members {
                guard let convenience = member.convenience else { continue }
                if !isFirst { writer.line() }
                isFirst = false
                write(convenience, of: member, to: &writer)
            }
            for shared in union.shared {
                if !isFirst { writer.line() }
                isFirst = false
                write(shared, to: &writer)
            }
        }
    }

    private func write(_ convenience: Union.Convenience, of member: Union.Member, to writer: inout SwiftWriter) {
        let name = SwiftName.declared(member.caseName)
        writer.line("/// Makes `\(member.caseName)` from the properties of its payload.")
        let parameters = convenience.parameters
        let result: Line = " -> \(types.name(declaration.qualifiedName)) {"
        if parameters.isEmpty {
            writer.items("public static func \(name)(", [], then: result)
        } else {
            let head: Line = "public static func \(name)("
            writer.items(head, count: parameters.count, then: result, endsWithComma: true) { index, line in
                if index == 0, convenience.omitsLabel { line.append("_ ") }
                line.append(parameters[index].name)
                line.append(": ")
                line.append(types.source(parameters[index].declaredType))
                if parameters[index].isOptional { line.append(" = nil") }
            }
        }
        writer.indented { writer in
            let payload = Source.items("\(types.name(convenience.payload))(", arguments(of: convenience))
            writer.list(".\(name)(", [payload])
        }
        writer.line("}")
    }

    /// The arguments of the payload's initializer, in the order of its properties.
    private func arguments(of convenience: Union.Convenience) -> [Source] {
        // The parameters have that order too, first the required ones, then the others.
        let firstOptional = convenience.parameters.firstIndex(where: \.isOptional) ?? convenience.parameters.count
        var required = convenience.parameters[..<firstOptional]
        var optional = convenience.parameters[firstOptional...]
        return convenience.order.compactMap { name in
            if let tag = convenience.tag, tag.property.name == name { return "\(name): \(value(of: tag))" }
            if required.first?.name == name {
                required.removeFirst()
            } else if optional.first?.name == name {
                optional.removeFirst()
            } else {
                return nil  // A constant, which the initializer has by itself.
            }
            return "\(name): \(name: name)"
        }
    }

    private func value(of tag: (property: Property, value: Constant)) -> String {
        let value = SwiftLiteral.constant(tag.value)
        guard case .named = tag.property.type else { return value }
        return tag.property.presence == .optionalNullable
            ? ".value(.init(rawValue: \(value)))" : ".init(rawValue: \(value))"
    }

    private func write(_ shared: Union.SharedProperty, to writer: inout SwiftWriter) {
        let property = shared.property
        var comment = DocComment(property.documentation, fallback: "What every member has as `\(property.name)`.")
        comment.paragraph("Of an unknown member without it: `\(shared.fallback ?? "nil")`.")
        comment.write(to: &writer)
        if property.documentation.isDeprecated { writer.line(StructEmitter.deprecation) }
        let declared = property.declaredType
        let type = types.source(
            shared.fallback == nil && property.presence == .required ? .optional(declared) : declared
        )
        writer.block("public var \(SwiftName.declared(property.name)): \(type)") { writer in
            writer.line("switch self {")
            for member in union.members {
                let name = SwiftName.declared(member.caseName)
                writer.line("case .\(name)(let member): member.\(property.name)")
            }
            let function = property.type.isConverted ? "customCodableProperty" : "property"
            let key = SwiftLiteral.string(property.wireName)
            writer.line("case .unknown(let value): value.\(function)(\(key), default: \(shared.fallback ?? "nil"))")
            writer.line("}")
        }
    }

    // MARK: - Coding

    func writeCoding(to writer: inout SwiftWriter) {
        let conformances = union.isTried ? "Codable, ExtensibleUnion" : "Codable"
        writer.block("nonisolated extension \(declaration.qualifiedName): \(conformances)") { writer in
            if union.isTried {
                writer.line("/// Whether the member is unknown to this version.")
                writer.block("public var isUnknownMember: Bool") { writer in
                    writer.line("if case .unknown = self { true } else { false }")
                }
                writer.line()
            }
            writer.line("/// \(decodingRule)")
            writer.block("public init(from decoder: any Decoder) throws") { writer in
                if isByStatus {
                    writeStatusSwitch(to: &writer)
                } else if union.choices.isEmpty {
                    write(union.trials, to: &writer)
                } else {
                    writeSwitch(to: &writer)
                }
            }
            writer.line()
            writer.line("/// Encodes the member; an unknown member is encoded as it was received.")
            writer.block("public func encode(to encoder: any Encoder) throws") { writer in
                writer.line("switch self {")
                for member in union.members {
                    let name = SwiftName.declared(member.caseName)
                    let function = member.type.isConverted ? "encodeWire" : "encode"
                    if let tag = member.addedTag {
                        writer.line("case .\(name)(var member):")
                        writer.indented { writeTag(tag, to: &$0) }
                    } else {
                        writer.line("case .\(name)(let member): try member.\(function)(to: encoder)")
                    }
                }
                writer.line("case .unknown(let value): try value.encode(to: encoder)")
                writer.line("}")
            }
        }
    }

    /// Adds the discriminator to a payload without it, then encodes the payload.
    private func writeTag(_ tag: Union.AddedTag, to writer: inout SwiftWriter) {
        let value = SwiftLiteral.constant(tag.value)
        let (place, literal): (String, String) =
            switch tag.place {
            case .additionalProperties(let name):
                ("member.\(name)[\(SwiftLiteral.string(union.discriminator ?? ""))]", value)
            case .property(let property):
                if case .named = property.type {
                    ("member.\(property.name)", ".init(rawValue: \(value))")
                } else {
                    ("member.\(property.name)", value)
                }
            }
        writer.block("if \(place) == nil") { $0.line("\(place) = \(literal)") }
        writer.line("try member.encode(to: encoder)")
    }

    private var isByStatus: Bool { union.members.contains { !$0.statuses.isEmpty } }

    private var decodingRule: String {
        if isByStatus { return "Decodes the member for the response's status, or else the first that fits." }
        guard let discriminator = union.discriminator, !union.choices.isEmpty else {
            return "Decodes the first member that fits the value."
        }
        let name = SwiftLiteral.title(discriminator)
        return "Decodes the member that `\(name)` selects."
    }

    private func writeSwitch(to writer: inout SwiftWriter) {
        writer.line("switch try decoder.discriminator(\(SwiftLiteral.string(union.discriminator ?? ""))) {")
        for choice in union.choices {
            let tags = choice.tags.map { SwiftLiteral.string($0) }
            if choice.trials.count == 1 {
                writer.cases(tags, decoding(of: union.members[choice.trials[0].member]))
            } else {
                writer.cases(tags)
                writer.indented { write(choice.trials, to: &$0) }
            }
        }
        if union.trials.isEmpty {
            writer.line("default: self = .unknown(try JSONValue(from: decoder))")
        } else {
            writer.line("default:")
            writer.indented { write(union.trials, to: &$0) }
        }
        writer.line("}")
    }

    private func writeStatusSwitch(to writer: inout SwiftWriter) {
        writer.line("switch decoder.responseStatus {")
        // A single status says more than a range that has it.
        for isRange in [false, true] {
            for member in union.members {
                let patterns = member.statuses.compactMap { status -> String? in
                    switch status {
                    case .code(let code): isRange ? nil : String(code)
                    case .range(let first): isRange ? "\(first)00...\(first)99" : nil
                    case .default: nil
                    }
                }
                if !patterns.isEmpty { writer.cases(patterns, decoding(of: member)) }
            }
        }
        writer.line("default:")
        writer.indented { write(union.trials, to: &$0) }
        writer.line("}")
    }

    private func decoding(of member: Union.Member) -> Source {
        let label = member.type.isConverted ? "wire" : "from"
        let value = Source.call("try \(types.source(member.type))(", [.labelled(label, "decoder")])
        return .call("self = .\(SwiftName.declared(member.caseName))(", [value])
    }

    private func write(_ trials: [Union.Trial], to writer: inout SwiftWriter) {
        var head = "if"
        for trial in trials {
            let member = union.members[trial.member]
            let attempt =
                trial.isForKnownValues ? "attemptKnown" : member.type.isConverted ? "attemptCustomCodable" : "attempt"
            let binding = "let member = decoder.\(attempt)(\(types.source(member.type)).self)"
            if trial.properties.isEmpty {
                writer.line("\(head) \(binding) {")
            } else {
                let names = trial.properties.map { Source.text(SwiftLiteral.string($0)) }
                writer.list("\(head) decoder.hasProperty(among: [", names, close: "]),", then: " \(binding) {")
            }
            writer.indented { $0.line("self = .\(SwiftName.declared(member.caseName))(member)") }
            head = "} else if"
        }
        writer.line("} else {")
        writer.indented { $0.line("self = .unknown(try JSONValue(from: decoder))") }
        writer.line("}")
    }
}
