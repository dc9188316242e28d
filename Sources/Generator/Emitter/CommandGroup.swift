import HandingerGeneratorModel

/// A resource on the command line: the names of its commands and subgroups, as typed and in the file.
struct CommandGroup {
    struct Command {
        let endpoint: EndpointDeclaration
        let typeName: String
        /// The words of the command: `workers`, `stream-updates`.
        let path: [String]

        var word: String { path.last ?? "" }
    }

    let resource: Resource
    /// Empty for the root.
    let typeName: String
    let path: [String]
    let commands: [Command]
    let children: [CommandGroup]

    /// Names in the file that a command must not have.
    private static let reservedTypes = ["APICommands", "AsyncParsableCommand", "OperationCommand", "ParsableCommand"]

    static func root(of api: API) -> CommandGroup {
        var types = NameTable(reserved: reservedTypes)
        // In document order, as the functions are named.
        let typeNames = api.endpoints.map { endpoint in
            endpoint.isMain ? types.claim(SwiftName.type(endpoint.functionName) + "Command") : ""
        }
        // ArgumentParser has a subcommand `help`.
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
        // If a group and a command have the same name, the group keeps it.
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

    /// The types of the direct children, commands first.
    var members: [Source] {
        (commands.map(\.typeName) + children.map(\.typeName)).map { Source.text($0 + ".self") }
    }
}
