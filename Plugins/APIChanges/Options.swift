import Foundation
import PackagePlugin

/// The command line of `swift package api-changes`.
struct Options {
    static let help = """
        Compares two versions of the OpenAPI document for those who use the Swift client.

        usage: swift package api-changes [--from REV|FILE] [--to REV|FILE] [--format KIND] [--fail-on breaking]

          --from REV|FILE      the old version: a commit, branch or tag of git, or a file (default: HEAD)
          --to REV|FILE        the new version (default: the document as it is now)
          --format KIND        text (the default), markdown or json
          --fail-on breaking   exit 1 if a change breaks programs that use the client
          --target NAME        the target whose document it is, where the package has several
        """

    /// A version of the document, named by a file or a revision.
    struct Version {
        var text: String

        /// The file with this name, which takes precedence over a revision.
        func file(in package: Package) -> URL? {
            let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
            return [here, package.directoryURL]
                .map { URL(fileURLWithPath: text, relativeTo: $0).absoluteURL }
                .first { FileManager.default.fileExists(atPath: $0.path) }
        }

        func isFile(in package: Package) -> Bool { file(in: package) != nil }
    }

    var from = Version(text: "HEAD")
    var to: Version?
    var target: String?
    var wantsHelp = false
    /// The arguments to pass to the generator.
    var forwardedArguments: [String] = []

    /// Parses the arguments.
    ///
    /// - Throws: ``Problem`` for an invalid argument.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--help" || argument == "-h" {
                wantsHelp = true
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let flag = parts[0]
            guard ["--from", "--to", "--format", "--fail-on", "--target"].contains(flag) else {
                throw Problem("unknown argument '\(argument)'; see 'swift package api-changes --help'")
            }
            guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                throw Problem("\(flag) needs a value; see 'swift package api-changes --help'")
            }
            switch flag {
            case "--from": from = Version(text: value)
            case "--to": to = Version(text: value)
            case "--target": target = value
            default: forwardedArguments += [flag, value]
            }
        }
    }
}
