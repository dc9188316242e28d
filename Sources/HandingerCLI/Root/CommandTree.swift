import ArgumentParser
import HandingerGeneratorDiagnostics

/// The commands by name, to resolve arguments before they are parsed.
///
/// It supports both spellings, `workers:schedules create` and `workers schedules create`, and options before the
/// command.
struct CommandTree {
    let name: String
    let type: any ParsableCommand.Type
    let children: [CommandTree]

    static let root = CommandTree(HandingerCommand.self)

    init(_ type: any ParsableCommand.Type) {
        let configuration = type.configuration
        name = configuration.commandName ?? "\(type)".lowercased()
        self.type = type
        children = configuration.subcommands.map { CommandTree($0) }
    }

    /// The spelling of a command path, with colons between the resources: `handinger workers:schedules create`.
    static func spelling(_ path: [String]) -> String {
        let resources = path.dropFirst().dropLast().joined(separator: ":")
        return [path.first, resources.isEmpty ? nil : resources, path.count > 1 ? path.last : nil]
            .compactMap(\.self)
            .joined(separator: " ")
    }

    /// Arguments in the order that the parser requires: command names first, then the rest.
    ///
    /// - Throws: ``CommandFailure`` for an unknown command, with the closest match.
    func normalized(_ arguments: [String]) throws -> [String] {
        var command = self
        var path: [String] = []
        var options: [String] = []
        var rest = arguments[...]
        while let argument = rest.first, argument != "--" {
            if argument.hasPrefix("-"), argument.count > 1 {
                rest = rest.dropFirst()
                options.append(path.isEmpty && argument == "-v" ? "--version" : argument)
                if GlobalOptions.namesWithValue.contains(argument), let value = rest.popFirst() {
                    options.append(value)
                }
            } else if command.children.isEmpty {
                break
            } else if path.isEmpty, argument == "help" {
                rest = rest.dropFirst()
                options.append("--help")
            } else {
                rest = rest.dropFirst()
                let parent = path
                for name in argument.split(separator: ":", omittingEmptySubsequences: false) {
                    guard let child = command.children.first(where: { $0.name == name }) else {
                        throw unknown(argument, below: parent)
                    }
                    command = child
                    path.append(child.name)
                }
            }
        }
        return path + command.withAttachedValues(options + rest)
    }

    /// Rewrites what the parser does not take: `--input -x` as `--input=-x`, `--input=` with an empty word as its value,
    /// `--stream=true` as `--stream` and `--stream=false` as `--no-stream`.
    private func withAttachedValues(_ arguments: [String]) -> [String] {
        let parameters = (type as? any OperationCommand.Type)?.parameters ?? []
        let booleans = parameters.filter { $0.kind == .boolean }.map { "--" + $0.flag }
        let names = parameters.filter { $0.kind != .boolean }.flatMap { [$0.flag, $0.member?.tag ?? $0.flag] }
        let namesWithValue = GlobalOptions.namesWithValue.union(names.map { "--" + $0 })
        var result: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" { return result + [argument] + rest }
            let parts = argument.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).map { String(Substring($0)) }
            if namesWithValue.contains(argument), let value = rest.popFirst() {
                let isAttached = value.utf8.first == UInt8(ascii: "-")
                result += isAttached ? [(argument == "-o" ? "--output" : argument) + "=" + value] : [argument, value]
            } else if argument.utf8.last == UInt8(ascii: "="), namesWithValue.contains(String(argument.dropLast())) {
                result += [String(argument.dropLast()), ""]
            } else if parts.count == 2, booleans.contains(parts[0]), let value = Bool(parts[1]) {
                result.append(value ? parts[0] : "--no-" + parts[0].dropFirst(2))
            } else {
                result.append(argument)
            }
        }
        return result
    }

    private func unknown(_ argument: String, below path: [String]) -> CommandFailure {
        let typed = (path + argument.split(separator: ":").map(String.init)).joined(separator: " ")
        let candidates = Dictionary(paths(below: []).map { ($0.joined(separator: " "), $0) }) { first, _ in first }
        // Search all commands and groups, so that a typo in the first word does not hide the second.
        let guess = closestMatch(for: typed, among: candidates.keys.sorted()).flatMap { candidates[$0] }
        let spelling = guess.map { guess in
            guess.count > 1 ? Self.spelling([name] + guess) : "\(name) \(guess.joined())"
        }
        return .usage(
            "There is no command \"\(argument)\"" + (path.isEmpty ? "" : " in \"\(path.joined(separator: " "))\""),
            hint: spelling.map { "Did you mean '\($0)'?" } ?? "Run '\(name) --help' for the commands."
        )
    }

    private func paths(below path: [String]) -> [[String]] {
        children.flatMap { child in [path + [child.name]] + child.paths(below: path + [child.name]) }
    }
}
