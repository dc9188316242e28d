import Foundation
import PackagePlugin

/// `swift package check-snapshot`: fails with a diff where the recorded sources are not what the document gives.
@main
struct CheckSnapshot: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let tool = try context.tool(named: "HandingerGeneratorBuildTool").url
        var isSame = true
        for recording in try Recording.all(in: context.package) {
            let status = try recording.run(tool, "--check")
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
