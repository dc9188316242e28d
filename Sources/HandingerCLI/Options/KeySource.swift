import APIRuntime
import Handinger

/// Resolves the API key from `--api-key`, `--api-key-file`, standard input or the environment.
struct KeySource {
    let options: ConnectionOptions
    let environment: [String: String]
    let standardInput: StandardInput
    var notes = OutputPort.standardError

    /// The failure for a missing key.
    static var missing: CommandFailure {
        CommandFailure(
            .authentication,
            "There is no API key",
            hint: "Set \(APIInfo.metadata.apiKeyVariable), or give --api-key-file or --api-key."
        )
    }

    /// The API key; nil if none is set.
    ///
    /// - Throws: ``CommandFailure`` for a key that is not a valid header value. It names the source and never the key.
    func key() throws -> String? {
        if options.apiKey == "-" { return try checked(line(of: standardInput.take()), "standard input") }
        if let key = options.apiKey {
            if notes.isTerminal {
                notes.warn("others on this machine can see the value of --api-key; --api-key-file keeps it to yourself")
            }
            return try checked(key, "--api-key")
        }
        if let path = options.apiKeyFile { return try checked(read(path), "\"\(path)\"") }
        let variable = APIInfo.metadata.apiKeyVariable
        guard let key = environment[variable], !key.isEmpty else { return nil }
        return try checked(key, variable)
    }

    private func read(_ path: String) throws -> String {
        // Check the open descriptor, not the path: the file must not change in between (TOCTOU).
        do {
            let file = try FileDescriptor(opening: path)
            // Readable by the group or by others.
            if let status = file.status, status.kind == .regular, status.permissions & 0o044 != 0 {
                notes.warn("others on this machine can read the key file \"\(path)\"; chmod 600 keeps it to yourself")
            }
            return line(of: try file.read(atMost: 65_536))
        } catch {
            throw CommandFailure.usage("--api-key-file: the file \"\(path)\" cannot be read")
        }
    }

    /// Decodes UTF-8 and removes one trailing line break.
    private func line(of bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.last?.isNewline == true ? String(text.dropLast()) : text
    }

    private func checked(_ key: String, _ origin: String) throws -> String {
        let problem: String? =
            if key.allSatisfy(\.isWhitespace) {
                "is blank"
            } else if key.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
                "contains a line break or another control character"
            } else if key.first?.isWhitespace == true || key.last?.isWhitespace == true {
                "starts or ends with white space"
            } else {
                nil
            }
        if let problem { throw CommandFailure(.authentication, "The API key in \(origin) \(problem)") }
        return key
    }
}
