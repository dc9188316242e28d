import Foundation
import PackagePlugin

/// `swift package --allow-writing-to-package-directory record-snapshot`: records the sources in spec/generated.
@main
struct RecordSnapshot: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let tool = try context.tool(named: "HandingerGeneratorBuildTool").url
        for recording in try Recording.all(in: context.package) {
            guard try recording.run(tool, "--output") == 0 else {
                Diagnostics.error("\(recording.name) could not be recorded")
                return
            }
        }
    }
}
