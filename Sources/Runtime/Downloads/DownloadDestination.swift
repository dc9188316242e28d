#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a download shall end up.
struct DownloadDestination: Sendable {
    let url: URL
    let overwriting: Bool
    /// The file itself, where the URL is that of a link to it: the link stays.
    let place: URL
    /// The permissions of the file that is replaced; nil if there is none.
    let permissions: Int?

    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file is there already or its folder is not.
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

    /// - Parameter kind: Of what is there.
    private func check(_ kind: FileStatus.Kind) throws {
        if kind == .folder { throw APIError(.file, "'\(url.path)' is a folder.") }
        guard overwriting else { throw alreadyExists }
        guard kind == .regular else {
            throw APIError(.file, "'\(url.path)' is no ordinary file, and only such a one is replaced.")
        }
    }

    /// Where the file is that a URL names, be it by a link.
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
