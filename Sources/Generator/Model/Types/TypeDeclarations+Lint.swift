import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Warnings of `--lint` about objects.
extension TypeDeclarations {
    /// Reports names in `required` that are no property of the object.
    mutating func lintRequired(of parts: ObjectParts, _ schema: Schema) {
        guard isLinting else { return }
        for name in parts.required.sorted() where parts.position(of: name) == nil {
            let near = suggestions.suggestion(for: name, among: parts.members.map(\.name))
            let fix = near.map { "did you mean '\($0)'?" } ?? "add it to 'properties'"
            lint("the property '\(name)' is required, but not described; \(fix)", origin(ofRequired: name, in: schema))
        }
    }

    /// The place of a name in the `required` of a schema or of a part of its `allOf`; the schema if it is elsewhere.
    private func origin(ofRequired name: String, in schema: Schema) -> SourceReference {
        for part in [schema] + schema.allOf where part.required.contains(name) {
            let pointer = part.origin.pointer.appending("required")
            let nodes = root.node(at: pointer)?.sequence ?? []
            guard let index = nodes.firstIndex(where: { $0.string == name }) else { continue }
            return SourceReference(location: nodes[index].location, pointer: pointer.appending(index))
        }
        return schema.origin
    }
}
