import Foundation

/// Where a download shall end up.
struct FileTarget: Sendable {
    let url: URL
    let overwriting: Bool

    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file is there already or its folder is not.
    init(_ url: URL, overwriting: Bool) throws {
        self.url = url
        self.overwriting = overwriting
        guard url.isFileURL else { throw APIError(.file, "'\(url)' is not a file URL.") }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        if exists, isFolder.boolValue { throw APIError(.file, "'\(url.path)' is a folder.") }
        if exists, !overwriting { throw alreadyExists }
        let folder = url.deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw APIError(.file, "The folder '\(folder)' does not exist.")
        }
    }

    var alreadyExists: APIError {
        APIError(.file, "The file '\(url.path)' exists already; pass overwriting: true to replace it.")
    }

    func makePartialFile(isKept: Bool = false) throws -> PartialFile {
        try PartialFile(target: self, isKept: isKept)
    }
}
