import HandingerGeneratorOpenAPI

// The tree of resources with the final names of their methods.
extension EndpointDeclarations {
    mutating func resourceTree(of endpoints: inout [EndpointDeclaration]) -> Resource {
        var functions = NameTable()
        for index in endpoints.indices {
            endpoints[index].functionName = functions.claim(endpoints[index].functionName)
        }
        let members = endpoints.indices.map { (index: $0, path: endpoints[$0].idParts.dropLast()) }
        let tags = Dictionary(document.tags.map { (SwiftName.member($0.name), $0) }) { first, _ in first }
        return resource(named: "", at: [], holding: members.map { ($0.index, Array($0.path)) }, tags, &endpoints)
    }

    private mutating func resource(
        named name: String,
        at path: [String],
        holding members: [(index: Int, path: [String])],
        _ tags: [String: Tag],
        _ endpoints: inout [EndpointDeclaration]
    ) -> Resource {
        let depth = path.count
        var resource = Resource(
            name: name,
            propertyName: "",
            typeName: "",
            documentation: Self.documentation(ofResource: path, tags),
            endpoints: members.filter { $0.path.count == depth }.map(\.index),
            children: []
        )
        // Methods qualify names with the module and the client's type, which no member may hide.
        var names = NameTable(reserved: ["api", "init", module])
        var types = NameTable(reserved: ["Endpoints", module, SwiftName.client(ofModule: module)])
        // Spellings of one Swift name share a child, in the order of the first.
        var keys: [String] = []
        var groups: [String: [(index: Int, path: [String])]] = [:]
        for member in members where member.path.count > depth {
            let key = SwiftName.member(member.path[depth])
            if groups[key] == nil { keys.append(key) }
            groups[key, default: []].append(member)
        }
        for key in keys {
            guard let group = groups[key], let first = group.first else { continue }
            let name = first.path[depth]
            let renamed = group.map { (index: $0.index, path: path + [name] + $0.path.dropFirst(depth + 1)) }
            var child = self.resource(named: name, at: path + [name], holding: renamed, tags, &endpoints)
            child.propertyName = names.claim(key)
            child.typeName = types.claim(NameTable.typeName(name, isNested: true))
            resource.children.append(child)
        }
        for index in resource.endpoints {
            let wanted = endpoints[index].methodName
            let name = names.claim(wanted)
            endpoints[index].methodName = name
            if name != wanted, endpoints[index].isMain {
                lint("the method is called '\(name)', because '\(wanted)' is taken", endpoints[index].origin)
            }
        }
        return resource
    }

    /// The documentation of the tag with the resource's name.
    private static func documentation(ofResource path: [String], _ tags: [String: Tag]) -> Documentation {
        guard let name = path.last else { return Documentation() }
        let tag = tags[SwiftName.member(name)]
        return Documentation(summary: tag?.summary, description: tag?.description)
    }
}
