import ClientModel
import OpenAPI

/// The command line's part: a subcommand a resource, a command an operation.
extension FileEmitter {
    func commands() -> [UInt8] {
        // A package that can be built without its command line does not have the parser then.
        let condition = "canImport(ArgumentParser)"
        var writer = header(importing: ["APIRuntime", "ArgumentParser", "Foundation", module], if: condition)
        writer.line()
        writer.line("/// The commands of the API, one group a resource.")
        writer.block("enum APICommands") { writer in
            let operations = api.root.endpoints.filter { api.endpoints[$0].isMain }
            let types =
                operations.map { Source.text(commandName(api.endpoints[$0]) + ".self") }
                + api.root.children.map { Source.text(groupName([$0.name]) + ".self") }
            writer.list("static let all: [any ParsableCommand.Type] = [", types, close: "]")
        }
        for index in api.root.endpoints { write(api.endpoints[index], to: &writer) }
        for child in api.root.children { write(child, path: [], to: &writer) }
        writer.line("#endif")
        return writer.bytes
    }

    private func write(_ resource: Resource, path: [String], to writer: inout SwiftWriter) {
        let path = path + [resource.name]
        let operations = resource.endpoints.filter { api.endpoints[$0].isMain }
        let subcommands =
            operations.map { Source.text(commandName(api.endpoints[$0]) + ".self") }
            + resource.children.map { Source.text(groupName(path + [$0.name]) + ".self") }
        let title = SwiftLiteral.title(path.joined(separator: "."))
        writer.line()
        writer.line("// MARK: - \(title)")
        writer.line()
        writer.line("/// The commands of `\(title)`.")
        writer.block("struct \(groupName(path)): AsyncParsableCommand") { writer in
            let abstract =
                resource.documentation.summary.isEmpty
                ? resource.documentation.description : resource.documentation.summary
            writer.list(
                "static let configuration = CommandConfiguration(",
                [
                    .labelled("commandName", .text(SwiftLiteral.string(CommandEmitter.kebab(resource.name)))),
                    .labelled("abstract", .text(SwiftLiteral.string(CommandEmitter.oneLine(abstract)))),
                    .labelled("subcommands", .array(subcommands, breaks: subcommands.count > 1)),
                ],
                breaks: true
            )
        }
        for index in operations { write(api.endpoints[index], to: &writer) }
        for child in resource.children { write(child, path: path, to: &writer) }
    }

    private func write(_ endpoint: EndpointDeclaration, to writer: inout SwiftWriter) {
        guard endpoint.isMain else { return }
        let streaming = api.endpoints.first {
            $0.variant == .streaming && !$0.isAlternative && $0.id == endpoint.id
                && $0.pathTemplate == endpoint.pathTemplate
                && $0.httpMethod == endpoint.httpMethod
        }
        CommandEmitter(
            endpoint: endpoint,
            streaming: streaming,
            name: commandName(endpoint),
            client: clientName,
            types: types,
            enumerations: api.enumerations
        ).write(to: &writer)
    }

    private func commandName(_ endpoint: EndpointDeclaration) -> String {
        SwiftName.type(endpoint.functionName) + "Command"
    }

    private func groupName(_ path: [String]) -> String {
        SwiftName.type(path.joined(separator: " ")) + "Commands"
    }
}

/// One command.
struct CommandEmitter {
    let endpoint: EndpointDeclaration
    let streaming: EndpointDeclaration?
    let name: String
    let client: String
    let types: TypePrinter
    /// The values of the open enumerations, by qualified name.
    let enumerations: [String: [String]]

    private struct Flag {
        var variable: String
        var name: String
        var wireName: String
        var place: String
        var kind: String
        var values: [String]
        var isBoolean: Bool
        var isRequired: Bool
        var help: String
    }

    func write(to writer: inout SwiftWriter) {
        let flags = self.flags
        writer.line()
        writer.line("// MARK: - \(SwiftLiteral.title(endpoint.id))")
        writer.line()
        var comment = DocComment()
        comment.paragraph("`\(endpoint.httpMethod) \(endpoint.pathTemplate)`")
        comment.write(to: &writer)
        writer.block("struct \(name): OperationCommand") { writer in
            writeConfiguration(to: &writer)
            writer.line()
            writer.list(
                "static let parameters: [CommandParameter] = [",
                flags.map(parameter),
                close: "]",
                breaks: flags.count > 1
            )
            // In the order of the help: what is the command's own comes first.
            for flag in flags { write(flag, to: &writer) }
            writer.line()
            if streaming != nil || endpoint.response.isStream {
                writer.line("@OptionGroup var stream: StreamOptions")
            }
            if case .download = endpoint.response.kind { writer.line("@OptionGroup var download: DownloadOptions") }
            writer.line("@OptionGroup var global: GlobalOptions")
            if endpoint.parameters.contains(where: { $0.place == .path }) {
                writer.line()
                writer.line("@Argument(help: .hidden)")
                writer.line("var lastPathParameter: String?")
            }
            writer.line()
            writer.block("var values: [String?]") { writer in
                let values = flags.map { Source.text($0.isBoolean ? "\($0.variable).map(String.init)" : $0.variable) }
                writer.source(.items("[", values, close: "]"))
            }
            writer.line()
            writer.block("func invocation(_ input: CommandInput) throws -> CommandInvocation") { writer in
                writeInvocation(to: &writer)
            }
        }
    }

    private func writeConfiguration(to writer: inout SwiftWriter) {
        let name = Self.kebab(endpoint.idParts.last ?? endpoint.id)
        var items: [Source] = [
            .labelled("commandName", .text(SwiftLiteral.string(name))),
            .labelled("abstract", .text(SwiftLiteral.string(Self.oneLine(endpoint.documentation.summary)))),
        ]
        var discussion = SwiftLiteral.commentLines(endpoint.documentation.description)
        while discussion.last?.isEmpty == true { discussion.removeLast() }
        if !discussion.isEmpty { items.append(.labelled("discussion", .multiline(discussion))) }
        writer.list("static let configuration = CommandConfiguration(", items, breaks: true)
    }

    // MARK: - Flags

    private var flags: [Flag] {
        var variables = NameTable(reserved: [
            "global", "stream", "download", "lastPathParameter", "values", "parameters", "configuration", "run",
            "validate", "invocation", "input",
        ])
        var names = NameTable(reserved: Self.globalFlags)
        var flags: [Flag] = []
        func add(_ wireName: String, _ place: String, _ type: TypeReference, _ isRequired: Bool, _ help: String) {
            let kebab = Self.kebab(wireName)
            let values = type.enumerationName.flatMap { enumerations[$0] } ?? []
            flags.append(
                Flag(
                    variable: variables.claim(SwiftName.member(wireName + " value")),
                    name: names.claim(Self.globalFlags.contains(kebab) ? kebab + "-value" : kebab),
                    wireName: wireName,
                    place: place,
                    kind: Self.kind(type, isEnumeration: !values.isEmpty),
                    values: values,
                    isBoolean: type == .bool,
                    isRequired: isRequired,
                    help: Self.oneLine(help)
                )
            )
        }
        var parameters = endpoint.parameters
        if case .query(let parameter) = endpoint.streamSwitch { parameters.append(parameter) }
        for parameter in parameters {
            let place = parameter.place.rawValue
            add(parameter.wireName, place, parameter.type, parameter.isRequired, parameter.documentation.text)
        }
        for property in endpoint.body?.properties ?? [] where property.constant == nil {
            add(property.wireName, "body", property.type, !property.isOptional, property.documentation.text)
        }
        if let body = endpoint.body, body.properties.isEmpty {
            let type: TypeReference = if case .json(let type) = body.kind { type } else { .file }
            add("body", "wholeBody", type, body.isRequired, body.documentation.text)
        }
        return flags
    }

    private static let globalFlags: Set<String> = [
        "api-key", "api-key-file", "base-url", "format", "format-error", "transform", "transform-error", "raw-output",
        "debug", "help", "version", "max-items", "output", "dry-run", "curl", "timeout", "max-retries",
    ]

    private static func kind(_ type: TypeReference, isEnumeration: Bool) -> String {
        switch type {
        case .string, .date, .day, .data: ".string"
        case .bool: ".boolean"
        case .int, .int64, .uint64: ".integer"
        case .double: ".number"
        case .file: ".file"
        case .array(.file): ".files"
        case .named where isEnumeration: ".string"
        default: ".json"
        }
    }

    private func parameter(_ flag: Flag) -> Source {
        var items: [Source] = [
            .text(SwiftLiteral.string(flag.wireName)),
            .labelled("flag", .text(SwiftLiteral.string(flag.name))),
            .labelled("in", .text("." + flag.place)),
            .labelled("kind", .text(flag.kind)),
        ]
        if !flag.values.isEmpty { items.append(.labelled("values", Self.array(flag.values))) }
        if flag.isRequired { items.append("isRequired: true") }
        return .call("CommandParameter(", items)
    }

    private static func array(_ values: [String]) -> Source {
        .array(values.map { .text(SwiftLiteral.string($0)) })
    }

    private func write(_ flag: Flag, to writer: inout SwiftWriter) {
        writer.line()
        let name = Source.labelled("name", .text(".customLong(\(SwiftLiteral.string(flag.name)))"))
        let help = Source.text(SwiftLiteral.string(flag.help))
        if flag.isBoolean {
            writer.list("@Flag(", [name, "inversion: .prefixedNo", .labelled("help", help)])
            writer.line("var \(SwiftName.declared(flag.variable)): Bool?")
        } else {
            let valueName = flag.values.isEmpty ? Self.valueName(flag.kind) : flag.values.joined(separator: "|")
            let label = Source.labelled("valueName", .text(SwiftLiteral.string(valueName)))
            var items = [name, .labelled("help", .call("ArgumentHelp(", [help, label]))]
            if !flag.values.isEmpty {
                items.append(.labelled("completion", .call(".list(", [Self.array(flag.values)])))
            }
            writer.list("@Option(", items, breaks: items.count > 2)
            writer.line("var \(SwiftName.declared(flag.variable)): String?")
        }
    }

    private static func valueName(_ kind: String) -> String {
        kind == ".json" ? "yaml" : String(kind.dropFirst())
    }

    // MARK: - The call

    private func writeInvocation(to writer: inout SwiftWriter) {
        if let streaming {
            writer.block("if try input.asksForStream(\(streamProbe))") { writer in
                let isLines = if case .payloads(_, isLines: true) = streaming.response.kind { true } else { false }
                writer.list("return .\(isLines ? "lines" : "events")(", [call(streaming)])
            }
        }
        let function =
            switch endpoint.response.kind {
            case .json, .text: "value"
            case .download: "download"
            case .payloads(_, isLines: true): "lines"
            case .events, .payloads: "events"
            case .empty: "empty"
            }
        writer.list("return .\(function)(", [call(endpoint)])
    }

    private var streamProbe: String {
        switch endpoint.streamSwitch {
        case .query(let parameter): SwiftLiteral.string(parameter.wireName)
        case .body(let property): SwiftLiteral.string(property.wireName)
        case nil: ""
        }
    }

    private func call(_ endpoint: EndpointDeclaration) -> Source {
        let close: Line = if case .payloads(_, isLines: false) = endpoint.response.kind { ").events()" } else { ")" }
        let required = endpoint.parameters.filter(\.isRequired).map { argument($0, "parameter") }
        let optional = endpoint.parameters.filter { !$0.isRequired }.map { argument($0, "optionalParameter") }
        let arguments = required + bodyArguments(endpoint) + optional
        // Reading an argument may throw; the call itself does not.
        let attempt = arguments.isEmpty ? "" : "try "
        return .items(
            "\(attempt)\(client).Endpoints.\(name: endpoint.functionName)(",
            arguments,
            close: close
        )
    }

    private func argument(_ parameter: ParameterDeclaration, _ function: String) -> Source {
        .labelled(parameter.name, .text("input.\(function)(\(SwiftLiteral.string(parameter.wireName)))"))
    }

    private func bodyArguments(_ endpoint: EndpointDeclaration) -> [Source] {
        guard let body = endpoint.body else { return [] }
        let functions: (required: String, optional: String)
        switch body.kind {
        case .structure, .json: functions = ("body", "optionalBody")
        case .text: functions = ("textBody", "optionalTextBody")
        case .bytes: functions = ("dataBody", "optionalDataBody")
        case .multipart(let parts), .form(let parts):
            let properties = parts.map(\.property).filter { $0.constant == nil }
            return (properties.filter { !$0.isOptional } + properties.filter(\.isOptional)).map(field)
        }
        return [.labelled(body.name, .text("input.\(body.isRequired ? functions.required : functions.optional)()"))]
    }

    private func field(_ property: Property) -> Source {
        let function =
            switch property.type {
            case .file: property.isOptional ? "optionalFile" : "file"
            case .array(.file): property.isOptional ? "optionalFiles" : "files"
            default: property.isOptional ? "optionalField" : "field"
            }
        return .labelled(property.name, .text("input.\(function)(\(SwiftLiteral.string(property.wireName)))"))
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

extension TypeReference {
    /// The declared type, where this is one.
    var enumerationName: String? { if case .named(let name) = self { name } else { nil } }
}

extension API {
    /// The values of the open enumerations of strings, by qualified name.
    var enumerations: [String: [String]] {
        var result: [String: [String]] = [:]
        func visit(_ types: [TypeDeclaration]) {
            for type in types {
                if case .enumeration(let enumeration) = type.kind, enumeration.rawType == .string {
                    result[type.qualifiedName] = enumeration.members.map(\.text)
                }
                visit(type.nested)
            }
        }
        visit(types)
        return result
    }
}
