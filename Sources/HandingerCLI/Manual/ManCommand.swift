import ArgumentParser

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
