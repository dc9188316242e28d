import HandingerGeneratorModel

/// What the document gives as examples of an operation: a JSON object of the values for each, by their names in the
/// request. The command makes a command line of it.
struct CommandExamples {
    let endpoint: EndpointDeclaration

    /// One for each example of the body; one where only parameters have any; none where nothing has.
    var all: [String] {
        let outside = endpoint.parameters.filter(\.isRequired).compactMap { parameter in
            parameter.example.map { "\(Example.quoted(parameter.wireName)):\($0)" }
        }
        let bodies = endpoint.body?.properties.isEmpty == false ? endpoint.body?.examples ?? [] : []
        let members = bodies.compactMap(Self.members)
        if members.isEmpty { return outside.isEmpty ? [] : [Self.object(outside)] }
        return members.map { Self.object(outside + [$0]) }
    }

    private static func object(_ members: [String]) -> String {
        "{" + members.filter { !$0.isEmpty }.joined(separator: ",") + "}"
    }

    /// What stands between the braces of an object.
    private static func members(_ json: String) -> String? {
        guard json.hasPrefix("{"), json.hasSuffix("}") else { return nil }
        return String(json.dropFirst().dropLast())
    }
}
