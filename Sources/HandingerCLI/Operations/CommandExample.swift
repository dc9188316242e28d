import APIRuntime

/// Converts the document's examples to command lines for the help.
struct CommandExample {
    let path: [String]
    let parameters: [CommandParameter]

    /// The command line for an example; nil if it is not a JSON object.
    ///
    /// - Parameter json: A JSON object of values by their names in the request.
    func text(_ json: String) -> String? {
        guard let tree = try? JSONTree(parsing: Array(json.utf8)), case .object(let members) = tree else { return nil }
        var words = [CommandTree.spelling(["handinger"] + path)]
        var missing = parameters.filter(\.isRequired)
        // Use the order of the help, which lists required path parameters first.
        for parameter in parameters where parameter.member == nil {
            guard let member = members.first(where: { $0.name == parameter.name }) else { continue }
            missing.removeAll { $0.name == parameter.name }
            words.append(word(for: parameter, member.value))
        }
        words.insert(contentsOf: missing.map { "--\($0.flag) \(Self.placeholder(for: $0))" }, at: 1)
        return Self.wrapped(words)
    }

    private func word(for parameter: CommandParameter, _ value: JSONTree) -> String {
        for shortcut in parameters where shortcut.name == parameter.name {
            if let content = shortcut.member?.content(of: value) {
                return "--\(shortcut.flag) \(Self.argument(content, shortcut.kind))"
            }
        }
        if case .bool(let value) = value, parameter.kind == .boolean {
            return value ? "--\(parameter.flag)" : "--no-\(parameter.flag)"
        }
        return "--\(parameter.flag) \(Self.argument(value, parameter.kind))"
    }

    private static func argument(_ value: JSONTree, _ kind: CommandParameter.Kind) -> String {
        if case .duration(let unit) = kind, case .number(let text) = value, let count = Int(text) {
            return DurationText.text(count, of: unit)
        }
        if case .string(let text, _) = value { return CurlCommand.quoted(text) }
        return CurlCommand.quoted(JSONWriter(isIndented: false).text(of: value))
    }

    private static func placeholder(for parameter: CommandParameter) -> String {
        if let value = parameter.values.first { return value }
        return parameter.flag.uppercased().replacing("-", with: "_")
    }

    /// Wraps the words for a narrow terminal.
    private static func wrapped(_ words: [String]) -> String {
        let line = words.joined(separator: " ")
        return line.count <= 72 ? "  " + line : "  " + words.joined(separator: " \\\n      ")
    }
}

extension OperationCommand {
    /// Appends the examples to the help text.
    static func help(_ text: String) -> String {
        let example = CommandExample(path: path, parameters: parameters)
        let lines = (examples.isEmpty ? ["{}"] : examples).compactMap(example.text)
        let section = "EXAMPLES:\n" + lines.joined(separator: "\n")
        return text.isEmpty ? section : text + "\n\n" + section
    }
}
