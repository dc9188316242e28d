import HandingerGeneratorModel

/// The examples of an operation, each as a JSON object of its values by their names in the request. The command turns them
/// into command lines.
struct CommandExamples {
    let endpoint: EndpointDeclaration

    /// One object for each example of the body; one if only parameters have examples.
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

    /// The text between the braces of an object.
    private static func members(_ json: String) -> String? {
        guard json.hasPrefix("{"), json.hasSuffix("}") else { return nil }
        return String(json.dropFirst().dropLast())
    }
}
