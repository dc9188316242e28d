#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The destination of a download.
struct DownloadDestination: Sendable {
    let url: URL
    let overwriting: Bool
    /// The file to write: the target of `url` if that is a symbolic link, which stays.
    let place: URL
    /// The permissions of the file to replace; nil if there is none.
    let permissions: Int?

    /// Checks the destination before anything is sent.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file exists and must not be replaced, or its
    ///   folder does not exist.
    init(_ url: URL, overwriting: Bool) throws {
        guard url.isFileURL else { throw APIError(.file, "'\(url)' is not a file URL.") }
        self.url = url
        self.overwriting = overwriting
        place = Self.place(of: url)
        let present = FileStatus(at: place.path, followingLinks: false)
        permissions = present?.permissions
        if let present { try check(present.kind) }
        let folder = place.deletingLastPathComponent()
        guard FileStatus(at: folder.path)?.kind == .folder else {
            throw APIError(.file, "The folder '\(folder.path)' does not exist.")
        }
    }

    /// - Parameter kind: The kind of the existing file.
    private func check(_ kind: FileStatus.Kind) throws {
        if kind == .folder { throw APIError(.file, "'\(url.path)' is a folder.") }
        guard overwriting else { throw alreadyExists }
        guard kind == .regular else {
            throw APIError(.file, "'\(url.path)' is no ordinary file, and only such a one is replaced.")
        }
    }

    /// Resolves a URL that is a symbolic link.
    static func place(of url: URL) -> URL {
        let isLink = FileStatus(at: url.path, followingLinks: false)?.kind == .symbolicLink
        return isLink ? url.resolvingSymlinksInPath() : url
    }

    var alreadyExists: APIError {
        APIError(.file, "The file '\(url.path)' exists already; pass overwriting: true to replace it.")
    }

    func makePartialFile(isKept: Bool = false) throws -> PartialFile {
        try PartialFile(target: self, isKept: isKept)
    }
}
