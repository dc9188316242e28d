import HandingerGeneratorDiagnostics
package import HandingerGeneratorModel

/// A kind of output. Each has a fixed list of files, because a build plugin must declare them in advance.
package enum Emission: String, Sendable, CaseIterable {
    /// Models, unions, endpoints, resources and the client; needs only APIRuntime.
    case client
    /// The subcommands of a command-line tool over the client.
    case commands
    /// The routes and checks of a server over the client's models.
    case routes
    /// The document's examples, to test the client's models.
    case examples
    /// `API.md`, the page for reviewers.
    case summary

    /// The names of the files.
    package var fileNames: [String] {
        switch self {
        case .client:
            ["APIInfo.swift", "Client.swift"] + Shards.models.fileNames + Shards.unions.fileNames
                + Shards.endpoints.fileNames + Shards.resources.fileNames
        case .commands: ["Commands.swift"]
        case .routes: ["Routes.swift"]
        case .examples: ["Examples.swift"]
        case .summary: ["API.md"]
        }
    }

    /// Whether the output contains validation schemas of requests.
    package var describesRequests: Bool { self == .routes }

    /// Emits the files. The same input gives the same bytes.
    ///
    /// - Parameters:
    ///   - module: The module of the client.
    ///   - source: The document's name, for the first line.
    package func files(for api: API, module: String, source: String) -> [GeneratedFile] {
        mapFiles(for: api, module: module, source: source) { $0 }
    }

    /// Maps the files with `body`, in order. `body` is called on all cores as soon as a file is there, so that not all
    /// files are in memory at once.
    package func mapFiles<Result: Sendable>(
        for api: API,
        module: String,
        source: String,
        _ body: @escaping @Sendable (GeneratedFile) -> Result
    ) -> [Result] {
        let emitter = FileEmitter(api: api, module: module, source: source)
        let work: [Work] =
            switch self {
            case .client:
                [{ emitter.info() }, { emitter.client() }] + emitter.models() + emitter.unions()
                    + emitter.endpoints() + emitter.resources()
            case .commands: [{ emitter.commands() }]
            case .routes: [{ emitter.routes() }]
            case .examples: [{ emitter.examples() }]
            case .summary: [{ Array(emitter.summary().utf8) }]
            }
        // The small files come last, so that no core waits long for another.
        return Parallel.map(zip(fileNames, work).reversed()) { name, write in
            body(GeneratedFile(name: name, bytes: write()))
        }.reversed()
    }
}
