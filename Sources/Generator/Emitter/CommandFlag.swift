import HandingerGeneratorModel

/// A flag of a command: for a parameter, a property of the body, the body itself, or a union member of such a property.
struct CommandFlag {
    /// The property and the tag that a flag for one union member sets.
    struct Member {
        var discriminator: String
        var tag: String
        var property: String
    }

    var variable: String
    var name: String
    var wireName: String
    var place: String
    var kind: String
    var values: [String]
    var isBoolean: Bool
    var isRequired: Bool
    var help: String
    var member: Member?

    /// The argument for the command's input reader.
    var parameter: Source {
        var items: [Source] = [
            .text(SwiftLiteral.string(wireName)),
            .labelled("flag", .text(SwiftLiteral.string(name))),
            .labelled("in", .text("." + place)),
            .labelled("kind", .text(kind)),
        ]
        if !values.isEmpty { items.append(.labelled("values", Self.array(values))) }
        if let member {
            let parts = [member.discriminator, member.tag, member.property].map { Source.text(SwiftLiteral.string($0)) }
            let labels = ["discriminator", "tag", "property"]
            let arguments = zip(labels, parts).map { Source.labelled($0, $1) }
            items.append(.labelled("member", .call("UnionMember(", arguments)))
        }
        if isRequired { items.append("isRequired: true") }
        return .call("CommandParameter(", items)
    }

    /// The expression for the given text; nil if there is none.
    var value: Source { .text(isBoolean ? "\(variable).map(String.init)" : variable) }

    /// The property that ArgumentParser sets.
    func writeOption(to writer: inout SwiftWriter) {
        writer.line()
        let literal = SwiftLiteral.string(name)
        let name = Source.labelled("name", .text(member == nil ? ".customLong(\(literal))" : ".shortcut(\(literal))"))
        let help = Source.text(SwiftLiteral.string(help))
        if isBoolean {
            writer.list("@Flag(", [name, "inversion: .prefixedNo", .labelled("help", help)])
            writer.line("var \(SwiftName.declared(variable)): Bool?")
        } else {
            let label = Source.labelled("valueName", .text(SwiftLiteral.string(valueName)))
            var items = [name, .labelled("help", .call("ArgumentHelp(", [help, label]))]
            if !values.isEmpty { items.append(.labelled("completion", .call(".list(", [Self.array(values)]))) }
            writer.list("@Option(", items, breaks: items.count > 2)
            writer.line("var \(SwiftName.declared(variable)): String?")
        }
    }

    private var valueName: String {
        if !values.isEmpty { return values.joined(separator: "|") }
        if kind.hasPrefix(".duration") { return "duration" }
        return kind == ".json" ? "yaml" : String(kind.dropFirst())
    }

    private static func array(_ values: [String]) -> Source {
        .array(values.map { .text(SwiftLiteral.string($0)) })
    }

    // MARK: - Text

    static func kebab(_ text: String) -> String {
        let words = SwiftName.words(of: text).map { $0.lowercased() }
        return words.isEmpty ? "value" : words.joined(separator: "-")
    }

    static func oneLine(_ text: String) -> String {
        SwiftLiteral.commentLines(text).filter { !$0.isEmpty }.joined(separator: " ")
    }
}
