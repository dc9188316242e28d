import Foundation
import PackagePlugin

/// Generated files of a target that are recorded in spec/generated.
struct Snapshot {
    let name: String
    let folder: URL
    let arguments: [String]

    /// The snapshots of a package: the sources of each configured target, and API.md of each client. With several
    /// clients, each page is in a separate folder.
    static func all(in package: Package) throws -> [Snapshot] {
        let root = package.directoryURL.appending(path: "spec/generated")
        let targets = try GenerationTarget.recorded(in: package)
        let clients = targets.filter { $0.mode == "client" }
        let sources = targets.map { target in
            Snapshot(name: target.name, folder: root.appending(path: target.snapshot), arguments: target.arguments)
        }
        let pages = clients.map { client in
            Snapshot(
                name: "API.md of \(client.module)",
                folder: clients.count == 1 ? root : root.appending(path: "\(client.snapshot) summary"),
                arguments: [
                    "--spec", client.document.path, "--module", client.module, "--emit", "summary",
                    "--expect", "API.md",
                ]
            )
        }
        return sources + pages
    }

    /// Runs the generator and returns its exit status.
    func run(_ tool: URL, _ action: String) throws -> Int32 {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments + [action, folder.path]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

extension GenerationTarget {
    /// The targets whose sources are recorded: those with a configuration file.
    static func recorded(in package: Package) throws -> [GenerationTarget] {
        let targets = try package.targets.compactMap { target -> GenerationTarget? in
            guard let target = target as? any SourceModuleTarget else { return nil }
            let configuration = target.directoryURL.appending(path: configurationName)
            guard FileManager.default.fileExists(atPath: configuration.path) else { return nil }
            return try GenerationTarget(target, in: package)
        }
        guard !targets.isEmpty else {
            throw Problem(
                description: "no target has a \(configurationName); "
                    + "add one with '{}' to each target whose sources are to be recorded"
            )
        }
        return targets
    }
}
