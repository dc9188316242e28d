import HandingerGeneratorModel

/// Emits extensible enumerations: the values that the document lists, with room for unknown ones.
struct EnumerationEmitter {
    let declaration: TypeDeclaration
    let enumeration: Enumeration

    func writeDeclaration(to writer: inout SwiftWriter) {
        DocComment.write(declaration.documentation, to: &writer)
        let name = declaration.name
        writer.block("\(declaration.access) struct \(SwiftName.declared(name)): ExtensibleEnum") { writer in
            writer.line("/// The value as sent; unknown values are kept.")
            writer.line("public let rawValue: \(rawType)")
            writer.line()
            writer.line("/// Makes a value, known or unknown.")
            writer.block("public init(rawValue: \(rawType))") { writer in
                writer.line("self.rawValue = rawValue")
            }
            writer.line()
            for member in enumeration.members {
                let comment = SwiftLiteral.commentLine(member.text)
                writer.line(comment.isEmpty ? "/// The empty string." : "/// `\(comment)`")
                let declared = SwiftName.declared(member.name)
                let literal = literal(member)
                let isShort = writer.line { line in
                    line.append("public static let ")
                    line.append(declared)
                    line.append(" = ")
                    line.append(name)
                    line.append("(rawValue: ")
                    line.append(literal)
                    line.append(")")
                }
                guard !isShort else { continue }
                writer.list(
                    "public static let \(declared) = \(name)(",
                    [.labelled("rawValue", .text(literal))]
                )
            }
            writer.line()
            writer.line("/// The values that the document lists.")
            writer.items(
                "public static let knownValues: [\(name)] = [",
                enumeration.members.map { .text("." + SwiftName.declared($0.name)) },
                close: "]"
            )
        }
    }

    private var rawType: String {
        switch enumeration.rawType {
        case .string: "String"
        case .integer: "Int"
        case .double: "Double"
        case .json: "JSONValue"
        }
    }

    private func literal(_ member: Enumeration.Member) -> String {
        switch enumeration.rawType {
        case .integer, .double: member.text
        case .string: SwiftLiteral.string(member.text)
        case .json: SwiftLiteral.constant(member.value)
        }
    }
}
