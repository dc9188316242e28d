import Foundation
import PackagePlugin

/// `swift package check-snapshot`: compares the recorded sources with newly generated ones and prints the differences.
@main
struct CheckSnapshot: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let tool = try context.tool(named: "HandingerGeneratorBuildTool").url
        var isSame = true
        for snapshot in try Snapshot.all(in: context.package) {
            let status = try snapshot.run(tool, "--check")
            isSame = isSame && status == 0
        }
        guard isSame else {
            Diagnostics.error(
                "spec/generated is not what the document gives; record it with "
                    + "'swift package --allow-writing-to-package-directory record-snapshot'"
            )
            return
        }
    }
}
