import Foundation

/// Where a download shall end up.
struct FileTarget: Sendable {
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
        let present = Self.attributes(of: place)
        permissions = (present?[.posixPermissions] as? NSNumber)?.intValue
        if let present { try check(present[.type] as? FileAttributeType) }
        let folder = place.deletingLastPathComponent()
        guard Self.attributes(of: folder.resolvingSymlinksInPath())?[.type] as? FileAttributeType == .typeDirectory
        else { throw APIError(.file, "The folder '\(folder.path)' does not exist.") }
    }

    /// - Parameter type: Of what is there.
    private func check(_ type: FileAttributeType?) throws {
        if type == .typeDirectory { throw APIError(.file, "'\(url.path)' is a folder.") }
        guard overwriting else { throw alreadyExists }
        guard type == .typeRegular else {
            throw APIError(.file, "'\(url.path)' is no ordinary file, and only such a one is replaced.")
        }
    }

    /// Where the file is that a URL names, be it by a link.
    static func place(of url: URL) -> URL {
        let isLink = attributes(of: url)?[.type] as? FileAttributeType == .typeSymbolicLink
        return isLink ? url.resolvingSymlinksInPath() : url
    }

    private static func attributes(of url: URL) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: url.path)
    }

    var alreadyExists: APIError {
        APIError(.file, "The file '\(url.path)' exists already; pass overwriting: true to replace it.")
    }

    func makePartialFile(isKept: Bool = false) throws -> PartialFile {
        try PartialFile(target: self, isKept: isKept)
    }
}
