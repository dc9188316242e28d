import Foundation
import PackagePlugin

/// `swift package --allow-writing-to-package-directory record-snapshot`: records the sources in spec/generated.
@main
struct RecordSnapshot: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let tool = try context.tool(named: "HandingerGeneratorBuildTool").url
        for snapshot in try Snapshot.all(in: context.package) {
            guard try snapshot.run(tool, "--output") == 0 else {
                Diagnostics.error("\(snapshot.name) could not be recorded")
                return
            }
        }
    }
}
