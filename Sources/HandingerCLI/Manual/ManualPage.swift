import APIRuntime
import ArgumentParser

/// The manual page in man(7) macros, generated from the metadata of the argument parser.
struct ManualPage {
    /// The description of the command `handinger`.
    let root: JSONTree

    var text: String {
        let name = string(root["commandName"])
        var lines = [
            ".TH \(Self.escaped(name.uppercased())) 1 \"\" \"\(Self.escaped("\(name) \(RuntimeVersion.current)"))\"",
            ".SH NAME", Self.escaped("\(name) - \(string(root["abstract"]))"), ".SH SYNOPSIS",
            ".B \(Self.escaped(name))", ".I command", ".RI [ flags ]", ".SH DESCRIPTION",
        ]
        // The page has a separate section for the exit statuses.
        lines += Self.paragraphs(string(root["discussion"]).components(before: "EXIT STATUS:"))
        lines.append(".SH COMMANDS")
        let commands = leaves(of: root, path: [name])
        for command in commands { lines += section(command.path, command.tree) }
        lines.append(".SH FLAGS OF EVERY COMMAND OF THE API")
        if let first = commands.first?.tree { lines += entries(arguments(of: first).filter(isShared)) }
        lines.append(".SH EXIT STATUS")
        for status in ExitStatus.allCases {
            lines += [".TP", ".B \(status.rawValue)", Self.escaped(status.summary)]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func leaves(of tree: JSONTree, path: [String]) -> [(path: [String], tree: JSONTree)] {
        guard case .array(let children)? = tree["subcommands"], !children.isEmpty else { return [(path, tree)] }
        return children.filter { string($0["commandName"]) != "help" }
            .flatMap { leaves(of: $0, path: path + [string($0["commandName"])]) }
    }

    private func section(_ path: [String], _ tree: JSONTree) -> [String] {
        let discussion = string(tree["discussion"])
        var lines = [
            ".SS \"\(Self.escaped(CommandTree.spelling(path)))\"", Self.escaped(string(tree["abstract"])) + ".",
        ]
        if !discussion.isEmpty { lines += [".PP"] + Self.paragraphs(discussion) }
        return lines + entries(arguments(of: tree).filter { !isShared($0) })
    }

    // MARK: - Flags

    private func arguments(of tree: JSONTree) -> [JSONTree] {
        guard case .array(let arguments)? = tree["arguments"] else { return [] }
        return arguments.filter { argument in
            let name = string(argument["preferredName"]?["name"])
            return argument["shouldDisplay"] == .bool(true) && name != "help" && name != "version"
                && argument["kind"] != .string("positional")
        }
    }

    /// Whether every API command has the flag; such flags are in titled groups.
    private func isShared(_ argument: JSONTree) -> Bool {
        argument["sectionTitle"].map { $0 != .null } ?? false
    }

    private func entries(_ arguments: [JSONTree]) -> [String] {
        arguments.flatMap { argument -> [String] in
            guard case .array(let names)? = argument["names"] else { return [] }
            let spellings = names.map { name in
                (name["kind"] == .string("short") ? "-" : "--") + string(name["name"])
            }
            var term = "\\fB" + Self.escaped(spellings.joined(separator: ", ")) + "\\fR"
            if argument["kind"] == .string("option") {
                term += " \\fI\(Self.escaped(string(argument["valueName"])))\\fR"
            }
            return [".TP", term, Self.escaped(string(argument["abstract"]))]
        }
    }

    // MARK: - Text

    private func string(_ tree: JSONTree?) -> String {
        if case .string(let text, _)? = tree { text } else { "" }
    }

    /// Formats paragraphs; indented lines stay verbatim.
    private static func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        var isVerbatim = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let wantsVerbatim = line.hasPrefix("  ")
            if wantsVerbatim != isVerbatim, !line.isEmpty {
                lines.append(wantsVerbatim ? ".nf" : ".fi")
                isVerbatim = wantsVerbatim
            }
            lines.append(line.isEmpty ? ".PP" : escaped(String(line)))
        }
        return isVerbatim ? lines + [".fi"] : lines
    }

    /// Escapes roff macros, escapes and hyphens.
    private static func escaped(_ text: String) -> String {
        let line = text.replacing(bytes: [("\\", "\\e"), ("-", "\\-"), ("\"", "\\(dq"), ("\n", " ")])
        return line.hasPrefix(bytes: ".") || line.hasPrefix(bytes: "'") ? "\\&" + line : line
    }
}

extension String {
    /// The part before the first occurrence of a text, or the whole string.
    fileprivate func components(before text: String) -> String {
        firstRange(of: text).map { String(self[..<$0.lowerBound]) } ?? self
    }
}

/// Prints the manual page.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Print the manual page, to be read with: handinger man | man -l -",
        discussion: "Written to man1/handinger.1 in a folder of MANPATH it is found by 'man handinger'."
    )

    func run() throws {
        guard let dump = try? JSONTree(parsing: Array(HandingerCommand._dumpHelp().utf8)), let root = dump["command"]
        else {
            throw CommandFailure(.failure, "The description of the commands cannot be read")
        }
        try OutputPort.standardOutput.write(ManualPage(root: root).text)
    }
}
