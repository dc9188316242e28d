#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Replaces `@file` in the value of a flag by the contents of the file.
///
/// `@file` is the text of a file, or base64 if it is binary; `@file://path` must be text; `@data://path` is base64;
/// `@-` is standard input; `\@x` is the text `@x`. References in piped data are not resolved, because untrusted data
/// must not choose which files are sent.
struct FileReference {
    let standardInput: StandardInput

    /// Resolves a value.
    func text(_ value: String, flag: String) throws -> String {
        if value.hasPrefix("\\@") { return String(value.dropFirst()) }
        guard value.hasPrefix("@") else { return value }
        let reference = value.dropFirst()
        if reference.hasPrefix("data://") {
            return Data(try read(reference.dropFirst(7), flag: flag)).base64EncodedString()
        }
        let mustBeText = reference.hasPrefix("file://")
        let path = mustBeText ? reference.dropFirst(7) : reference
        let bytes = try read(path, flag: flag)
        if let text = Self.text(bytes) { return text }
        guard !mustBeText else {
            throw CommandFailure.usage(
                "--\(flag): the file \"\(path)\" is not text",
                hint: "Use @data://\(path) to send it as base64."
            )
        }
        return Data(bytes).base64EncodedString()
    }

    /// Resolves the references in all strings of a value.
    func resolve(_ value: JSONTree, flag: String) throws -> JSONTree {
        switch value {
        case .string(let value): .string(try text(value, flag: flag))
        case .array(let elements): .array(try elements.map { try resolve($0, flag: flag) })
        case .object(let members):
            .object(try members.map { JSONTree.Member(name: $0.name, value: try resolve($0.value, flag: flag)) })
        default: value
        }
    }

    private func read(_ path: Substring, flag: String) throws -> [UInt8] {
        if path == "-" { return try standardInput.take() }
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: String(path))))
        } catch {
            let reason = FileManager.default.fileExists(atPath: String(path)) ? "cannot be read" : "does not exist"
            throw CommandFailure.usage(
                "--\(flag): the file \"\(path)\" \(reason)",
                hint: "To give a text that begins with @, write \\@ instead."
            )
        }
    }

    /// The bytes as text; nil if they are not UTF-8 or contain NUL.
    private static func text(_ bytes: [UInt8]) -> String? {
        bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}
