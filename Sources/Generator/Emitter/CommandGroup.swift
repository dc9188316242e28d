import HandingerGeneratorModel

/// A resource as people type it, with all that is below it: what its commands are called, on the command line and in
/// the file.
struct CommandGroup {
    struct Command {
        let endpoint: EndpointDeclaration
        let typeName: String
        /// The words that lead to it: `workers`, `stream-updates`.
        let path: [String]

        var word: String { path.last ?? "" }
    }

    let resource: Resource
    /// Empty for the root.
    let typeName: String
    let path: [String]
    let commands: [Command]
    let children: [CommandGroup]

    /// What stands beside the commands in the file, or is mentioned there, and could be called like one.
    private static let reservedTypes = ["APICommands", "AsyncParsableCommand", "OperationCommand", "ParsableCommand"]

    static func root(of api: API) -> CommandGroup {
        var types = NameTable(reserved: reservedTypes)
        // In the order of the document, as functions have their names.
        let typeNames = api.endpoints.map { endpoint in
            endpoint.isMain ? types.claim(SwiftName.type(endpoint.functionName) + "Command") : ""
        }
        // The parser has `help` of its own there.
        return CommandGroup(api.root, "", [], [], NameTable(reserved: ["help"]), api, typeNames, &types)
    }

    private init(
        _ resource: Resource,
        _ typeName: String,
        _ names: [String],
        _ path: [String],
        _ words: NameTable,
        _ api: API,
        _ typeNames: [String],
        _ types: inout NameTable
    ) {
        self.resource = resource
        self.typeName = typeName
        self.path = path
        var words = words
        // Of a group and a command the group keeps its word, as its property keeps its name.
        children = resource.children.map { child in
            let names = names + [child.name]
            let typeName = types.claim(SwiftName.type(names.joined(separator: " ")) + "Commands")
            let path = path + [words.claim(CommandFlag.kebab(child.name))]
            return CommandGroup(child, typeName, names, path, NameTable(), api, typeNames, &types)
        }
        commands = resource.endpoints.filter { api.endpoints[$0].isMain }.map { index in
            let endpoint = api.endpoints[index]
            let word = words.claim(CommandFlag.kebab(endpoint.idParts.last ?? endpoint.id))
            return Command(endpoint: endpoint, typeName: typeNames[index], path: path + [word])
        }
    }

    /// The types of what is right below, commands first.
    var members: [Source] {
        (commands.map(\.typeName) + children.map(\.typeName)).map { Source.text($0 + ".self") }
    }
}
