import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// Emits the command line: one subcommand per resource, one command per operation.
extension FileEmitter {
    func commands() -> [UInt8] {
        let condition = "canImport(ArgumentParser)"
        var writer = header(importing: ["APIRuntime", "ArgumentParser", "Foundation", module], if: condition)
        writer.line()
        writer.line("/// The commands of the API, one group per resource.")
        let root = CommandGroup.root(of: api)
        writer.block("enum APICommands") { writer in
            writer.list("static let all: [any ParsableCommand.Type] = [", root.members, close: "]")
        }
        let declarations = CommandDeclarations(api)
        for command in root.commands { write(command, of: root, declarations, to: &writer) }
        for child in root.children { write(child, declarations, parents: [], to: &writer) }
        writer.line("#endif")
        return writer.bytes
    }

    private func write(
        _ group: CommandGroup,
        _ declarations: CommandDeclarations,
        parents: [String],
        to writer: inout SwiftWriter
    ) {
        let resource = group.resource
        let names = parents + [resource.name]
        let title = SwiftLiteral.title(names.joined(separator: "."))
        writer.line()
        writer.line("// MARK: - \(title)")
        writer.line()
        writer.line("/// The commands of `\(title)`.")
        writer.block("struct \(group.typeName): AsyncParsableCommand") { writer in
            let abstract =
                resource.documentation.summary.isEmpty
                ? resource.documentation.description : resource.documentation.summary
            let members = group.members
            writer.list(
                "static let configuration = CommandConfiguration(",
                [
                    .labelled("commandName", .text(SwiftLiteral.string(group.path.last ?? ""))),
                    .labelled("abstract", .text(SwiftLiteral.string(CommandFlag.oneLine(abstract)))),
                    .labelled("subcommands", .array(members, breaks: members.count > 1)),
                ],
                breaks: true
            )
        }
        for command in group.commands { write(command, of: group, declarations, to: &writer) }
        for child in group.children { write(child, declarations, parents: names, to: &writer) }
    }

    private func write(
        _ command: CommandGroup.Command,
        of group: CommandGroup,
        _ declarations: CommandDeclarations,
        to writer: inout SwiftWriter
    ) {
        let endpoint = command.endpoint
        let streaming = api.endpoints.first {
            $0.variant == .streaming && !$0.isAlternative && $0.id == endpoint.id
                && $0.pathTemplate == endpoint.pathTemplate
                && $0.httpMethod == endpoint.httpMethod
        }
        CommandEmitter(
            command: command,
            streaming: streaming,
            client: clientName,
            types: types,
            declarations: declarations,
            siblings: group.resource.endpoints.map { api.endpoints[$0] },
            commands: group.commands
        ).write(to: &writer)
    }
}

/// Emits one command.
struct CommandEmitter {
    let command: CommandGroup.Command
    let streaming: EndpointDeclaration?
    let client: String
    let types: TypePrinter
    let declarations: CommandDeclarations
    /// The operations of the same resource.
    let siblings: [EndpointDeclaration]
    /// The commands of the same resource.
    let commands: [CommandGroup.Command]

    private var endpoint: EndpointDeclaration { command.endpoint }

    func write(to writer: inout SwiftWriter) {
        let flags = CommandFlags(endpoint: endpoint, declarations: declarations).all
        writer.line()
        writer.line("// MARK: - \(SwiftLiteral.title(endpoint.id))")
        writer.line()
        var comment = DocComment()
        comment.paragraph("`\(endpoint.httpMethod) \(endpoint.pathTemplate)`")
        comment.write(to: &writer)
        writer.block("struct \(command.typeName): OperationCommand") { writer in
            writeConfiguration(to: &writer)
            writer.line()
            let path = command.path.map { Source.text(SwiftLiteral.string($0)) }
            writer.list("static let path = [", path, close: "]")
            let examples = CommandExamples(endpoint: endpoint).all
            if !examples.isEmpty {
                writer.line()
                let literals = examples.map { Source.text(SwiftLiteral.quoting($0)) }
                writer.list("static let examples = [", literals, close: "]", breaks: literals.count > 1)
            }
            if streaming != nil || endpoint.response.isStream, let resumeCommand {
                writer.line()
                let parts = [
                    resumeCommand.word, resumeCommand.endpoint.parameters[0].wireName,
                    CommandFlags(endpoint: resumeCommand.endpoint, declarations: declarations).all[0].name,
                ]
                let arguments = zip(["command", "parameter", "flag"], parts).map {
                    Source.labelled($0, .text(SwiftLiteral.string($1)))
                }
                writer.list("static let resumeCommand: ResumeCommand? = ResumeCommand(", arguments)
                writeCurrentState(of: resumeCommand.endpoint, to: &writer)
            }
            writer.line()
            writer.list(
                "static let parameters: [CommandParameter] = [",
                flags.map(\.parameter),
                close: "]",
                breaks: flags.count > 1
            )
            // In the order of the help: the command's own flags come first.
            for flag in flags { flag.writeOption(to: &writer) }
            let isStream = streaming != nil || endpoint.response.isStream
            let statuses = isStream ? self.statuses : []
            if !statuses.isEmpty { writeStopCondition(statuses, to: &writer) }
            writer.line()
            if isStream { writer.line("@OptionGroup var stream: StreamOptions") }
            if flags.contains(where: { $0.member != nil }) {
                writer.line("@OptionGroup var confirmation: ConfirmationOptions")
            }
            if case .download = endpoint.response.kind { writer.line("@OptionGroup var download: DownloadOptions") }
            writer.line("@OptionGroup var global: GlobalOptions")
            writer.line()
            writer.line("@Argument(help: .hidden)")
            writer.line("var arguments: [String] = []")
            writer.line()
            writer.block("var values: [String?]") { writer in
                writer.source(.items("[", flags.map(\.value), close: "]"))
            }
            writer.line()
            writer.block("func invocation(_ input: CommandInput) throws -> CommandInvocation") { writer in
                writeInvocation(to: &writer)
            }
        }
    }

    private func writeConfiguration(to writer: inout SwiftWriter) {
        var items: [Source] = [
            .labelled("commandName", .text(SwiftLiteral.string(command.word))),
            .labelled("abstract", .text(SwiftLiteral.string(CommandFlag.oneLine(endpoint.documentation.summary)))),
        ]
        var discussion = SwiftLiteral.commentLines(endpoint.documentation.description)
        while discussion.last?.isEmpty == true { discussion.removeLast() }
        let help = Source.call("help(", [discussion.isEmpty ? .text("\"\"") : .multiline(discussion)])
        items.append(.labelled("discussion", help))
        writer.list("static let configuration = CommandConfiguration(", items, breaks: true)
    }

    /// The status values of the streamed events, if the document lists them.
    private var statuses: [String] {
        for endpoint in [endpoint] + siblings {
            guard case .json(let type) = endpoint.response.kind else { continue }
            let values = declarations.values(ofProperty: "status", in: type)
            if !values.isEmpty { return values }
        }
        return []
    }

    /// The operation of the resource that only streams, to keep listening.
    private var resumeCommand: CommandGroup.Command? {
        commands.first { command in
            let endpoint = command.endpoint
            return endpoint.response.isStream && endpoint.httpMethod == "GET" && endpoint.body == nil
                && endpoint.parameters.count == 1 && endpoint.parameters.allSatisfy { $0.place == .path }
        }
    }

    /// The request that tells the current status of a streamed resource.
    private func writeCurrentState(of resumed: EndpointDeclaration, to writer: inout SwiftWriter) {
        let state = siblings.first { sibling in
            guard case .json(let type) = sibling.response.kind, sibling.variant == .plain, sibling.httpMethod == "GET",
                let id = sibling.leadingParameters.first, sibling.leadingParameters.count == 1,
                id.wireName == resumed.parameters[0].wireName, id.type == .string
            else { return false }
            return !declarations.values(ofProperty: "status", in: type).isEmpty
        }
        guard let state, let id = state.leadingParameters.first else { return }
        writer.line()
        writer.block("static func currentState(of id: String) -> EndpointRequest?") { writer in
            writer.line("\(client).Endpoints.\(name: state.functionName)(\(id.name): id).request")
        }
    }

    /// `--until`: the status that ends a stream.
    private func writeStopCondition(_ statuses: [String], to writer: inout SwiftWriter) {
        let values = Source.array(statuses.map { .text(SwiftLiteral.string($0)) })
        let label = Source.labelled("valueName", .text(SwiftLiteral.string(statuses.joined(separator: "|"))))
        writer.line()
        writer.list(
            "@Option(",
            [
                .labelled("name", ".customLong(\"until\")"),
                .labelled("help", .call("ArgumentHelp(", ["StopCondition.help", label])),
                .labelled("completion", .call(".list(", [values])),
            ],
            breaks: true
        )
        writer.line("var untilStatus: String?")
        writer.line()
        writer.block("var stopCondition: StopCondition?") { writer in
            let arguments: [Source] = ["untilStatus", .labelled("of", "\"status\""), .labelled("among", values)]
            writer.list("StopCondition(", arguments)
        }
    }

    // MARK: - The call

    private func writeInvocation(to writer: inout SwiftWriter) {
        if let streaming {
            writer.block("if try input.requestsStream(\(streamProbe))") { writer in
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
        let close = if case .payloads(_, isLines: false) = endpoint.response.kind { ").events()" } else { ")" }
        let required = endpoint.leadingParameters.map { argument($0, "parameter") }
        let optional = endpoint.trailingParameters.map { parameter in
            argument(parameter, parameter.isRequired ? "parameter" : "optionalParameter")
        }
        let arguments = required + bodyArguments(endpoint) + optional
        // Only reading an argument can throw here.
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
        case .structure, .json, .lines: functions = ("body", "optionalBody")
        case .text: functions = ("textBody", "optionalTextBody")
        case .bytes: functions = ("dataBody", "optionalDataBody")
        case .multipart(let parts), .form(let parts):
            let properties = parts.map(\.property).filter { $0.constant == nil && !$0.type.isFileMap }
            return (properties.filter { !$0.isOptional } + properties.filter(\.isOptional)).map(field)
        }
        let value = "input.\(body.isRequired ? functions.required : functions.optional)()"
        guard let choice = body.choice, choice.defaultValue == nil else { return [.labelled(body.name, .text(value))] }
        // A command does not know what the file is.
        return [.labelled(body.name, .text(value)), .labelled(choice.name, "\"application/octet-stream\"")]
    }

    private func field(_ property: Property) -> Source {
        let function =
            switch property.type {
            case _ where property.type.isUpload: property.isOptional ? "optionalFile" : "file"
            case _ where property.type.isUploadList: property.isOptional ? "optionalFiles" : "files"
            default: property.isOptional ? "optionalField" : "field"
            }
        let value = "input.\(function)(\(SwiftLiteral.string(property.wireName)))"
        return .labelled(property.name, .text(Self.converted(value, to: property)))
    }

    /// A command sends files only, also where other values are allowed in their place.
    private static func converted(_ value: String, to property: Property) -> String {
        switch property.type {
        case .fileOr: property.isOptional ? "\(value).map { .file($0) }" : ".file(\(value))"
        case .array(.fileOr): property.isOptional ? "\(value)?.map { .file($0) }" : "\(value).map { .file($0) }"
        default: value
        }
    }
}
