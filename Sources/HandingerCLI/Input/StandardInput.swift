#if canImport(FoundationEssentials)
import APIRuntime
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The standard input of the command, which can be read once.
final class StandardInput {
    /// The time to wait for the first byte, in milliseconds: a program before the pipe needs time to start.
    private static let patience: Int32 = 2_000

    private var isTaken = false

    /// Whether standard input is a pipe, file or socket, not a terminal or `/dev/null`.
    private var isPiped: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    /// Reads all bytes.
    ///
    /// - Throws: ``CommandFailure`` if it was read before or cannot be read.
    func take() throws -> [UInt8] {
        guard !isTaken else { throw CommandFailure.usage("Standard input was read already; use @- only once") }
        isTaken = true
        announceWait()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw CommandFailure(.failure, "Standard input cannot be read: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Reads piped bytes if the first of them, or the end, comes soon.
    ///
    /// - Returns: Nil if nothing is piped or if the bytes were read before.
    func takeIfReady() throws -> [UInt8]? {
        guard !isTaken, isPiped, waitForInput() > 0 else { return nil }
        return try take()
    }

    /// Waits for the first byte or the end.
    ///
    /// - Returns: The result of `poll(2)`: 0 after ``patience`` without either.
    private func waitForInput() -> Int32 {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, Self.patience)
    }

    /// Prints a hint after two seconds without input, because an unclosed pipe looks like a hang.
    private func announceWait() {
        guard waitForInput() == 0 else { return }
        OutputPort.standardError.note(
            "Waiting for standard input to end. Give </dev/null if there is nothing to read."
        )
    }
}

/// Replaces `@file` in the value of a flag by the contents of the file.
///
/// `@file` is the text of a file, or base64 if it is binary; `@file://path` must be text; `@data://path` is base64;
/// `@-` is standard input; `\@x` is the text `@x`. References in piped data are not resolved, because untrusted data
/// must not choose which files are sent.
struct FileReference {
    let standardInput: StandardInput

    /// Resolves a value.
    func text(_ value: String, flag: String) throws -> String {
        if value.hasPrefix(bytes: "\\@") { return String(value.dropFirst()) }
        guard let reference = value.dropping(prefix: "@") else { return value }
        if let path = reference.dropping(prefix: "data://") {
            return Data(try read(path, flag: flag)).base64EncodedString()
        }
        let textPath = reference.dropping(prefix: "file://")
        let (path, mustBeText) = (textPath ?? reference, textPath != nil)
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
        case .string(let value, _): .string(try text(value, flag: flag))
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
