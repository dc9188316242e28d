import Foundation
import PackagePlugin

/// Writes the sources of a target from its OpenAPI document before the target is compiled.
@main
struct GenerateClient: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let generation = try GenerationTarget(target, in: context.package)
        let folder = context.pluginWorkDirectoryURL.appending(path: "GeneratedSources")
        // Without the trait GenerateAtBuild of handinger-swift there is no tool.
        guard let tool = try? context.tool(named: "HandingerGeneratorBuildTool") else {
            return try copies(of: generation, in: context.package, to: folder)
        }
        return [
            .buildCommand(
                displayName: "Generating \(target.name) from \(generation.document.lastPathComponent)",
                executable: tool.url,
                arguments: generation.arguments + ["--output", folder.path],
                inputFiles: [generation.document],
                outputFiles: generation.fileNames.map { folder.appending(path: $0) }
            )
        ]
    }

    /// The recorded sources instead.
    private func copies(of generation: GenerationTarget, in package: Package, to folder: URL) throws -> [Command] {
        let recorded = package.directoryURL.appending(path: "spec/generated/\(generation.snapshot)")
        return try generation.fileNames.map { name in
            let source = recorded.appending(path: name)
            guard FileManager.default.fileExists(atPath: source.path) else {
                throw GenerationTarget.Problem(
                    description: "error: target '\(generation.name)' cannot be generated, because the trait "
                        + "GenerateAtBuild of handinger-swift is off, and \(source.path) is not recorded; "
                        + "leave the trait on where you depend on handinger-swift"
                )
            }
            return .buildCommand(
                displayName: "Copying \(name) of \(generation.name)",
                executable: URL(fileURLWithPath: "/bin/cp"),
                arguments: [source.path, folder.appending(path: name).path],
                inputFiles: [source],
                outputFiles: [folder.appending(path: name)]
            )
        }
    }
}
