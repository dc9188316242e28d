import ArgumentParser
import HandingerServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `handinger serve`: runs the in-memory API until a signal.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the API in memory on this machine, with simulated workers.",
        discussion: """
            The first line on standard output has the URL and the key, as the environment variables that the other \
            commands and the SDKs read. The server forgets everything when it ends, on Ctrl-C or SIGTERM.
            """
    )

    @Option(name: .customLong("port"), help: ArgumentHelp("The port; 0 chooses a free one.", valueName: "number"))
    var port = 0

    @Option(
        name: .customLong("api-key"),
        help: ArgumentHelp("The API key that requests must send (default: a generated key).", valueName: "key")
    )
    var apiKey: String?

    func run() async throws {
        let server = try await LocalServer(configuration: LocalServer.Configuration(port: port, apiKey: apiKey))
        try await Signals.wait {
            try OutputPort.standardOutput.write(
                "HANDINGER_BASE_URL=\(server.baseURL.absoluteString) HANDINGER_API_KEY=\(server.apiKey)\n"
            )
            let notes = OutputPort.standardError
            notes.note(
                notes.palette.dim("Serving until Ctrl-C. Put that line in front of a command to use this server.")
            )
        }
        await server.stop()
    }
}
