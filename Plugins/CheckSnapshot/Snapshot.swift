import Foundation
import PackagePlugin

/// What the two snapshot plugins share.
extension GenerationTarget {
    /// The targets whose generated sources are recorded: those that say what to generate.
    static func recorded(in package: Package) throws -> [GenerationTarget] {
        try package.targets.compactMap { target in
            guard let target = target as? any SourceModuleTarget else { return nil }
            let configuration = target.directoryURL.appending(path: configurationName)
            guard FileManager.default.fileExists(atPath: configuration.path) else { return nil }
            return try GenerationTarget(target, in: package)
        }
    }

    /// The folder that the sources are recorded in.
    func snapshot(in package: Package) -> URL {
        package.directoryURL.appending(path: "spec/generated/\(name)")
    }

    /// Runs the tool on this target and returns its exit status.
    func run(_ tool: URL, _ more: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments + more
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
