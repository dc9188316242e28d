import Foundation
import PackagePlugin

/// Versions of a document from git, from a file or from the work tree.
struct History {
    struct Document {
        var file: URL
        /// The name in the report.
        var name: String
    }

    let package: Package
    /// The folder for files that are extracted from git.
    let folder: URL

    func present(_ document: URL) -> Document {
        Document(file: document, name: relativePath(of: document))
    }

    /// Finds a version of a document.
    ///
    /// - Throws: ``Problem`` if the version is neither a file nor a revision that contains the document.
    func version(_ version: Options.Version, of document: URL) throws -> Document {
        if let file = version.file(in: package) {
            return Document(file: file, name: version.text)
        }
        let path = relativePath(of: document)
        let name = "\(version.text):\(path)"
        guard !version.text.hasPrefix("-") else { throw Problem("'\(version.text)' is no revision and no file") }
        let copy = folder.appending(path: version.text.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined())
            .appending(path: document.lastPathComponent)
        try FileManager.default.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: copy)
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", package.directoryURL.path, "show", "\(version.text):./\(path)"]
        process.standardOutput = try FileHandle(forWritingTo: copy)
        process.standardError = errors
        try process.run()
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = message.split(separator: "\n").first.map(String.init) ?? "git failed"
            throw Problem(
                "'\(version.text)' is no file, and git has no \(name) (\(said)); fetch the revision "
                    + "('git fetch --depth 1 origin \(version.text)') or name a file"
            )
        }
        return Document(file: copy, name: name)
    }

    private func relativePath(of document: URL) -> String {
        let root = package.directoryURL.path + "/"
        return document.path.hasPrefix(root) ? String(document.path.dropFirst(root.count)) : document.path
    }
}
