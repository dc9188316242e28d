import Foundation
import PackagePlugin

/// `swift package api-changes`: reports the effects of an edited document on users of the Swift client.
@main
struct APIChanges: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let options = try Options(arguments)
        let tool = try context.tool(named: "HandingerGeneratorTool").url
        if options.wantsHelp {
            print(Options.help)
            return
        }
        let clients = try Self.clients(of: context.package, named: options.target)
        if clients.count > 1,
            options.from.isFile(in: context.package) || options.to?.isFile(in: context.package) == true
        {
            throw Problem(
                "the package has \(clients.count) documents; say whose the file is with --target "
                    + clients.map(\.name).joined(separator: " or ")
            )
        }
        let history = History(package: context.package, folder: context.pluginWorkDirectoryURL)
        for client in clients {
            let old = try history.version(options.from, of: client.document)
            let new =
                try options.to.map { try history.version($0, of: client.document) } ?? history.present(client.document)
            let process = Process()
            process.executableURL = tool
            process.arguments =
                ["changes", old.file.path, new.file.path, "--old-name", old.name, "--new-name", new.name]
                + ["--module", client.module] + (client.isLenient ? ["--lenient"] : []) + options.forwardedArguments
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                // The tool has printed the reason.
                Diagnostics.error("api-changes failed for \(client.name)")
                return
            }
        }
    }

    /// The configured clients of the package, one for each document.
    private static func clients(of package: Package, named name: String?) throws -> [GenerationTarget] {
        let targets = package.targets.compactMap { $0 as? any SourceModuleTarget }
        func have(_ names: [String]) -> [any SourceModuleTarget] {
            targets.filter { target in
                names.contains { FileManager.default.fileExists(atPath: target.directoryURL.appending(path: $0).path) }
            }
        }
        let documents = ["openapi.yaml", "openapi.yml", "openapi.json"]
        var chosen = have([GenerationTarget.configurationName])
        if let name {
            chosen = have([GenerationTarget.configurationName] + documents).filter { $0.name == name }
        } else if chosen.isEmpty {
            chosen = have(documents)
        }
        let clients = try chosen.map { try GenerationTarget($0, in: package) }.filter { $0.mode == "client" }
        guard !clients.isEmpty else {
            throw Problem(
                name.map { "there is no target '\($0)' with an OpenAPI document and a client" }
                    ?? "no target of this package has an OpenAPI document; name two files: "
                    + "'generate-client changes OLD NEW'"
            )
        }
        return clients
    }
}

/// An error with a message for the user.
struct Problem: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
