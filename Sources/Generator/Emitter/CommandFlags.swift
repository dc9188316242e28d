import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// The flags of a command, in the order of its help.
struct CommandFlags {
    let endpoint: EndpointDeclaration
    let declarations: CommandDeclarations

    private var variables = NameTable(reserved: [
        "global", "stream", "download", "confirmation", "stopCondition", "untilStatus", "arguments", "values",
        "parameters", "path", "examples", "configuration", "run", "validate", "invocation", "input",
    ])
    private var names = NameTable(reserved: Self.globalFlags.sorted())
    private(set) var all: [CommandFlag] = []

    /// The names of flags that every command has.
    private static let globalFlags: Set<String> = [
        "api-key", "api-key-file", "base-url", "format", "format-error", "transform", "transform-error",
        "allow-missing", "raw-output", "debug", "help", "version", "max-items", "until", "output", "force", "resume",
        "yes", "dry-run", "curl", "timeout", "max-retries",
    ]

    init(endpoint: EndpointDeclaration, declarations: CommandDeclarations) {
        self.endpoint = endpoint
        self.declarations = declarations
        var parameters = endpoint.parameters
        if case .query(let parameter) = endpoint.streamSwitch { parameters.append(parameter) }
        for parameter in parameters {
            let place = parameter.place.rawValue
            add(parameter.wireName, place, parameter.type, parameter.isRequired, parameter.documentation.text)
        }
        for property in endpoint.body?.properties ?? [] where property.constant == nil && !property.type.isFileMap {
            add(property.wireName, "body", property.type, !property.isOptional, property.documentation.text)
            for member in declarations.members(of: property.type) { add(member, of: property) }
        }
        if let body = endpoint.body, body.properties.isEmpty {
            let type: TypeReference =
                switch body.kind {
                case .json(let type), .lines(let type): type
                default: .file
                }
            add("body", "wholeBody", type, body.isRequired, body.documentation.text)
        }
    }

    private mutating func add(
        _ wireName: String,
        _ place: String,
        _ type: TypeReference,
        _ isRequired: Bool,
        _ help: String
    ) {
        let values = declarations.values(of: type)
        all.append(
            CommandFlag(
                variable: variables.claim(SwiftName.member(wireName + " value")),
                name: claim(CommandFlag.kebab(wireName)),
                wireName: wireName,
                place: place,
                kind: Self.kind(type, isEnumeration: !values.isEmpty),
                values: values,
                isBoolean: type == .bool,
                isRequired: isRequired,
                help: CommandFlag.oneLine(help)
            )
        )
    }

    /// A flag that sets a union property to one of its members.
    private mutating func add(_ member: CommandDeclarations.Member, of property: Property) {
        let type = member.property.type
        let values = declarations.values(of: type)
        let unit = member.property.wireName.durationUnit
        let isDuration = unit != nil && [.int, .int64, .uint64, .double].contains(type)
        let help = [member.documentation, member.property.documentation.text].filter { !$0.isEmpty }
        all.append(
            CommandFlag(
                variable: variables.claim(SwiftName.member("\(property.wireName) \(member.tag) value")),
                name: claim(CommandFlag.kebab(member.tag)),
                wireName: property.wireName,
                place: "body",
                kind: isDuration ? ".duration(.\(unit ?? ""))" : Self.kind(type, isEnumeration: !values.isEmpty),
                values: values,
                isBoolean: false,
                isRequired: false,
                help: CommandFlag.oneLine(help.joined(separator: "\n")),
                member: CommandFlag.Member(
                    discriminator: member.discriminator,
                    tag: member.tag,
                    property: member.property.wireName
                )
            )
        )
    }

    private mutating func claim(_ name: String) -> String {
        names.claim(Self.globalFlags.contains(name) ? name + "-value" : name)
    }

    private static func kind(_ type: TypeReference, isEnumeration: Bool) -> String {
        switch type {
        case .date: ".date"
        case .string, .day, .data: ".string"
        case .bool: ".boolean"
        case .int, .int64, .uint64: ".integer"
        case .double: ".number"
        case _ where type.isUpload: ".file"
        case _ where type.isUploadList: ".files"
        case .named where isEnumeration: ".string"
        default: ".json"
        }
    }
}

extension String {
    /// The unit of time at the end of a name such as `delayInSeconds`.
    fileprivate var durationUnit: String? {
        let units = ["milliseconds": "milliseconds", "seconds": "seconds", "minutes": "minutes", "hours": "hours"]
        return SwiftName.words(of: self).last.flatMap { units[$0.lowercased()] }
    }
}
