import Foundation
import PackagePlugin

/// Writes the sources of a target from its OpenAPI document before the target is compiled.
@main
struct GenerateClient: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let generation = try GenerationTarget(target, in: context.package)
        let folder = context.pluginWorkDirectoryURL.appending(path: "GeneratedSources")
        return [
            .buildCommand(
                displayName: "Generating \(target.name) from \(generation.document.lastPathComponent)",
                executable: try context.tool(named: "generate-client").url,
                arguments: generation.arguments + ["--output", folder.path],
                inputFiles: [generation.document],
                outputFiles: generation.fileNames.map { folder.appending(path: $0) }
            )
        ]
    }
}
