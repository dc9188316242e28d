import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

/// The Swift names of the components' types.
struct TypeNames {
    /// A component whose name was taken by another.
    struct Renaming {
        var component: String
        var wanted: String
        var given: String
        var origin: SourceReference
    }

    let module: String
    private(set) var renamings: [Renaming] = []
    /// The names at the top level.
    private(set) var table = NameTable()
    /// By component.
    private var names = NameMap<String>()

    /// - Parameter module: The module of the client, whose client type has a reserved name.
    init(_ components: [Components.Named<Schema>], _ references: References, module: String) {
        self.module = module
        _ = table.claim(SwiftName.client(ofModule: module))
        for component in components {
            var wanted = NameTable.typeName(component.name)
            // A type with the name of the module would shadow it.
            if wanted == module { wanted += "Model" }
            let name = table.claim(wanted)
            names[component.name] = name
            guard name != wanted else { continue }
            renamings.append(
                Renaming(component: component.name, wanted: wanted, given: name, origin: component.origin)
            )
        }
        for (name, pointer) in references.remoteComponents {
            names[name] = table.claim(NameTable.typeName(Self.name(of: pointer)))
        }
    }

    subscript(component: String) -> String? { names[component] }

    /// The type name of a schema outside `components`: `User` for `#/$defs/User`.
    private static func name(of pointer: JSONPointer) -> String {
        let structure: Set<String> = [
            "$defs", "definitions", "components", "schemas", "properties", "items", "paths", "responses", "content",
            "schema", "requestBody", "requestBodies", "parameters", "allOf", "anyOf", "oneOf",
        ]
        let names = pointer.tokens.filter { !structure.contains($0) }
        return names.isEmpty ? "Schema" : names.joined(separator: " ")
    }
}
