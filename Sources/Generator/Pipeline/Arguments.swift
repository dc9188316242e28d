import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter

/// The parsed command line.
package struct Arguments {
    enum Action {
        /// Writes the files to a folder.
        case write(folder: String)
        /// Compares the files with those in a folder.
        case check(folder: String)
        /// Only checks the document.
        case lint
    }

    var specification: String
    var action: Action
    var module: String
    var emission = Emission.client
    /// The file names that the caller has declared, if any.
    var expectedFiles: [String]?
    /// The compilation condition that disables the generated code.
    var unless: String?
    /// Whether warnings count as errors.
    var isStrict = false
    /// Whether the client is generated without the places that have errors.
    var isLenient = false

    package struct UsageError: Error {
        package var message: String

        package init(message: String) {
            self.message = message
        }
    }

    private static let flags = [
        "--spec", "--output", "--check", "--lint", "--strict", "--lenient", "--module", "--emit", "--expect",
        "--unless", "--help",
        "--version",
    ]
    /// The flags without a value.
    private static let switches = ["--lint", "--strict", "--lenient"]

    static let help = """
        Writes a Swift client from an OpenAPI document (3.0, 3.1 or 3.2, YAML or JSON).

        usage: generate-client --spec FILE --output DIR --module NAME [--emit KIND] [--strict] [--lenient]
               generate-client --spec FILE --check DIR --module NAME [--emit KIND] [--strict] [--lenient]
               generate-client --spec FILE --lint [--strict] [--lenient]
               generate-client changes OLD NEW [--format KIND] [--fail-on breaking]

          --spec FILE     the document
          --output DIR    where to write; a file is written only if its bytes change
          --check DIR     write nothing: print the difference to the files in DIR, exit 1 if there is any
          --lint          write nothing: warn also of what is legal but makes the client worse
          --strict        treat warnings as errors
          --lenient       generate a client without the places that have errors, such as a reference to nothing:
                          each becomes a JSONValue or is left out, with a warning
          --module NAME   the Swift module that the client is part of; the client is NAMEClient
          --emit KIND     client (the default), commands, routes, examples or summary;
                          commands and routes compile only inside handinger-swift
          --expect LIST   the names of the files, separated by commas; any difference is an error
          --unless FLAG   wrap each file in #if !FLAG
          --help, --version

        Problems go to standard error as file:line:column: error: …, all in one run.
        Exit status: 0 done, 1 a problem of the document or the folder, 2 a wrong command line.
        """

    /// - Throws: ``UsageError`` with the wrong argument and its correction.
    init(_ arguments: [String]) throws(UsageError) {
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let (flag, attached) = Self.split(argument)
            guard Self.flags.contains(flag) else {
                throw UsageError(
                    message: "unknown argument '\(argument)'" + didYouMean(flag, among: Self.flags)
                )
            }
            if Self.switches.contains(flag) {
                guard attached == nil else { throw UsageError(message: "\(flag) takes no value") }
                values[flag] = flag
                continue
            }
            guard let value = attached ?? rest.popFirst() else {
                throw UsageError(message: "\(flag) needs a value")
            }
            guard !value.isEmpty else { throw UsageError(message: "\(flag) has an empty value") }
            guard values.updateValue(value, forKey: flag) == nil else {
                throw UsageError(message: "\(flag) is given twice")
            }
        }
        func value(_ flag: String, _ meaning: String) throws(UsageError) -> String {
            guard let value = values[flag] else { throw UsageError(message: "\(flag) is missing: \(meaning)") }
            return value
        }
        specification = try value("--spec", "name the OpenAPI document")
        isStrict = values["--strict"] != nil
        isLenient = values["--lenient"] != nil
        let isLinting = values["--lint"] != nil
        module = isLinting ? values["--module"] ?? "API" : try value("--module", "name the Swift module")
        guard Self.isIdentifier(module) else {
            throw UsageError(message: "--module '\(module)' is not a Swift module name: use letters, digits and _")
        }
        switch (values["--output"], values["--check"], isLinting) {
        case (let folder?, nil, false): action = .write(folder: folder)
        case (nil, let folder?, false): action = .check(folder: folder)
        case (nil, nil, true): action = .lint
        case (nil, nil, false): throw UsageError(message: "--output is missing: name the folder to write to")
        default: throw UsageError(message: "--output, --check and --lint exclude each other: give one of them")
        }
        if let kind = values["--emit"] {
            guard let emission = Emission(rawValue: kind) else {
                let kinds = Emission.allCases.map(\.rawValue)
                throw UsageError(
                    message: "--emit '\(kind)' is none of \(kinds.joined(separator: ", "))"
                        + didYouMean(kind, among: kinds)
                )
            }
            self.emission = emission
        }
        unless = values["--unless"]
        if let unless, !Self.isIdentifier(unless) {
            throw UsageError(message: "--unless '\(unless)' is not a compilation condition: use letters, digits and _")
        }
        expectedFiles = values["--expect"].map { $0.split(separator: ",").map(String.init) }
    }

    /// Splits `--flag=value` at the equals sign.
    package static func split(_ argument: String) -> (flag: String, value: String?) {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
        return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    }
}
