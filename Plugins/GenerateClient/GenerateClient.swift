import Foundation
import PackagePlugin

/// Generates the sources of a target from its OpenAPI document before the target is compiled.
@main
struct GenerateClient: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        return try commands(
            for: try GenerationTarget(target, in: context.package),
            root: context.package.directoryURL,
            workDirectory: context.pluginWorkDirectoryURL,
            tool: try? context.tool(named: toolName).url
        )
    }

    private var toolName: String { "HandingerGeneratorBuildTool" }

    /// The command that runs the generator, or commands that copy recorded sources.
    ///
    /// - Parameter tool: The generator; nil if the package trait GenerateAtBuild is off.
    private func commands(
        for generation: GenerationTarget,
        root: URL,
        workDirectory: URL,
        tool: URL?
    ) throws -> [Command] {
        let folder = workDirectory.appending(path: "GeneratedSources")
        guard let tool else { return try copies(of: generation, in: root, to: folder) }
        return [
            .buildCommand(
                displayName: "Generating \(generation.name) from \(generation.document.lastPathComponent)",
                executable: tool,
                arguments: generation.arguments + ["--output", folder.path],
                inputFiles: [generation.document],
                outputFiles: generation.fileNames.map { folder.appending(path: $0) }
            )
        ]
    }

    /// Commands that copy the recorded sources.
    private func copies(of generation: GenerationTarget, in root: URL, to folder: URL) throws -> [Command] {
        let recorded = root.appending(path: "spec/generated/\(generation.snapshot)")
        return try generation.fileNames.map { name in
            let source = recorded.appending(path: name)
            guard FileManager.default.fileExists(atPath: source.path) else {
                throw GenerationTarget.Problem(
                    description: "target '\(generation.name)' cannot be generated, because the trait "
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

#if canImport(XcodeProjectPlugin)
import XcodeProjectPlugin

extension GenerateClient: XcodeBuildToolPlugin {
    /// Generates the sources of a target of an Xcode project.
    ///
    /// The document is the `openapi.yaml`, `.yml` or `.json` among the target's files, with `generate-client.json` beside
    /// it, or `spec/openapi.yaml` beside the project.
    func createBuildCommands(context: XcodePluginContext, target: XcodeTarget) throws -> [Command] {
        let name = target.displayName
        let root = context.xcodeProject.directoryURL
        let files = target.inputFiles.map(\.url)
        let document = files.first { GenerationTarget.documentNames.contains($0.lastPathComponent) }
        let generation = try GenerationTarget(
            name: name,
            moduleName: String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }),
            folder: document?.deletingLastPathComponent() ?? root.appending(path: name),
            root: root
        )
        return try commands(
            for: generation,
            root: root,
            workDirectory: context.pluginWorkDirectoryURL,
            tool: try? context.tool(named: toolName).url
        )
    }
}
#endif
