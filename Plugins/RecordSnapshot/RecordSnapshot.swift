import Foundation
import PackagePlugin

/// `swift package --allow-writing-to-package-directory record-snapshot`: writes spec/generated.
@main
struct RecordSnapshot: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let tool = try context.tool(named: "generate-client").url
        for generation in try GenerationTarget.recorded(in: context.package) {
            let status = try generation.run(tool, ["--output", generation.snapshot(in: context.package).path])
            guard status == 0 else {
                Diagnostics.error("the sources of \(generation.name) could not be recorded")
                return
            }
        }
    }
}
