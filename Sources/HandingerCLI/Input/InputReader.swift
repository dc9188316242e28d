import APIRuntime
import HandingerGeneratorDiagnostics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Collects the input of a command from flags, the files that they name, the positional argument and a map on standard
/// input. Flags take precedence.
///
/// Standard input is read only where an argument asks for it, or where a required value is missing and data is there: it
/// may belong to the script that calls the command.
struct InputReader {
    let parameters: [CommandParameter]
    /// The name of the command for messages.
    let command: String
    let standardInput: StandardInput

    /// Collects and validates the input.
    ///
    /// - Parameters:
    ///   - flags: The values of the flags in the order of the parameters.
    ///   - arguments: The argument for the last path parameter, and `-` for a map on standard input.
    /// - Throws: ``CommandFailure`` that names the flag.
    func read(flags: [String?], arguments: [String]) throws -> CommandInput {
        var input = CommandInput(parameters: parameters)
        let references = FileReference(standardInput: standardInput)
        var flags = flags
        let asksForStandardInput = arguments.contains("-")
        try assign(arguments.filter { $0 != "-" }, in: &flags)
        for (parameter, text) in zip(parameters, flags) {
            guard let text else { continue }
            try checkAlone(parameter, among: flags)
            if parameter.kind == .file || parameter.kind == .files, text == "-" || text == "@-" {
                input.standardInput = try standardInput.take()
            }
            let value = try value(text, for: parameter, references)
            input.set(parameter.member?.value(value) ?? value, for: parameter)
        }
        let bytes: [UInt8]? =
            if asksForStandardInput {
                try standardInput.take()
            } else if parameters.contains(where: { $0.isRequired && !input.has($0) }) {
                try standardInput.takeIfReady()
            } else {
                nil
            }
        if let bytes, !bytes.allSatisfy({ $0 <= 0x20 }) { try merge(bytes, into: &input) }
        try checkRequired(input)
        return input
    }

    private func assign(_ arguments: [String], in flags: inout [String?]) throws {
        guard let positional = arguments.first else { return }
        let index = parameters.lastIndex { $0.place == .path }
        guard arguments.count == 1, let index, index < flags.count else {
            throw CommandFailure.usage(
                "Unexpected argument \"\(index == nil ? positional : arguments[1])\"",
                hint: help
            )
        }
        guard flags[index] == nil else {
            throw CommandFailure.usage(
                "\"\(positional)\" is given for --\(parameters[index].flag), which has a value already",
                hint: help
            )
        }
        flags[index] = positional
    }

    // MARK: - Flags

    private func value(_ text: String, for parameter: CommandParameter, _ references: FileReference) throws -> JSONTree
    {
        let flag = parameter.flag
        switch parameter.kind {
        case .file, .files:
            return .string(text)
        case .json:
            // A reference as the whole value is a YAML file; a reference inside YAML is a string.
            guard text.dropping(prefix: "@") != nil || text.dropping(prefix: "\\@") != nil else {
                return try references.resolve(try YAMLInput.parse(Array(text.utf8), origin: "--\(flag)"), flag: flag)
            }
            let content = try references.text(text, flag: flag)
            return try YAMLInput.parse(Array(content.utf8), origin: text == "@-" ? "standard input" : text)
        case .string:
            let text = try references.text(text, flag: flag)
            try CommandInput.check(text, isAmong: parameter.values, flag: flag)
            return .string(text)
        case .date:
            let text = try references.text(text, flag: flag)
            let date = JSONTree.string(DateText.completed(text))
            guard (try? JSONCoding.decode(Date.self, from: date.json)) != nil else {
                throw CommandFailure.usage(
                    "--\(flag): \"\(text)\" is not a date",
                    hint: "Write it as 2030-01-31, 2030-01-31T09:00 or 2030-01-31T09:00:00+01:00."
                )
            }
            return date
        case .duration(let unit):
            let text = try references.text(text, flag: flag)
            guard let count = DurationText.parse(text, in: unit) else {
                throw CommandFailure.usage(
                    "--\(flag): \"\(text)\" is no length of time in whole \(unit)",
                    hint: "Write it as 90s, 30m, 6h, 2d or 1h30m."
                )
            }
            return .number(String(count))
        case .boolean, .integer, .number:
            let text = String(try references.text(text, flag: flag).trimmingWhitespace)
            guard let value = try? JSONTree(parsing: Array(text.utf8)), Self.fits(value, parameter.kind) else {
                throw CommandFailure.usage("--\(flag): \"\(text)\" is not \(Self.expectation(parameter.kind))")
            }
            return value
        }
    }

    /// Checks that no other flag sets the same parameter.
    private func checkAlone(_ parameter: CommandParameter, among flags: [String?]) throws {
        let given = zip(parameters, flags).filter { other, text in
            text != nil && other.name == parameter.name && other.isInBody == parameter.isInBody
        }
        guard given.count > 1 else { return }
        let names = given.map { "--" + $0.0.flag }
        throw CommandFailure.usage("\(names.joined(separator: " and ")) exclude each other", hint: help)
    }

    private static func fits(_ value: JSONTree, _ kind: CommandParameter.Kind) -> Bool {
        switch (value, kind) {
        case (.bool, .boolean), (.number, .number): true
        case (.number(let text), .integer): text.allSatisfy { $0.isNumber || $0 == "-" }
        default: false
        }
    }

    private static func expectation(_ kind: CommandParameter.Kind) -> String {
        switch kind {
        case .boolean: "true or false"
        case .integer: "a whole number"
        default: "a number"
        }
    }

    // MARK: - Standard input

    private func merge(_ bytes: [UInt8], into input: inout CommandInput) throws {
        if let file = parameters.first(where: { $0.place == .wholeBody && $0.kind == .file }), !input.has(file) {
            input.standardInput = bytes
            input.set(.string("-"), for: file)
            return
        }
        let value = try YAMLInput.parse(bytes, origin: "standard input")
        let wholeBody = parameters.first { $0.place == .wholeBody && $0.kind == .json }
        guard case .object(let members) = value else {
            guard let wholeBody else {
                throw CommandFailure.usage(
                    "Standard input must be a map in YAML or JSON and is \(value.kindName)",
                    hint: "Use @- as the value of a flag to give that value."
                )
            }
            if !input.has(wholeBody) { input.set(value, for: wholeBody) }
            return
        }
        var rest: [JSONTree.Member] = []
        for member in members {
            let outside = parameters.first { !$0.isInBody && ($0.name == member.name || $0.flag == member.name) }
            if let parameter = outside
                ?? parameters.first(where: { $0.place == .body && $0.member == nil && $0.name == member.name })
            {
                if !input.has(parameter) { input.set(member.value, for: parameter) }
            } else {
                rest.append(member)
            }
        }
        if rest.isEmpty { return }
        if let wholeBody {
            if !input.has(wholeBody) { input.set(.object(rest), for: wholeBody) }
        } else if parameters.contains(where: { $0.place == .body }) {
            input.additionalMembers = rest
        } else {
            let names = parameters.filter { !$0.isInBody }.map(\.name)
            let guess = closestMatch(for: rest[0].name, among: names)
            throw CommandFailure.usage(
                "Standard input has \"\(rest[0].name)\", which this command does not take",
                hint: guess.map { "Did you mean \"\($0)\"?" } ?? help
            )
        }
    }

    // MARK: - Required parameters

    private func checkRequired(_ input: CommandInput) throws {
        for parameter in parameters where parameter.place == .path && input.value(for: parameter) == .string("") {
            throw CommandFailure.usage("--\(parameter.flag) is empty", hint: help)
        }
        let missing = parameters.filter { $0.isRequired && !input.has($0) }.map { parameter in
            let others = parameters.filter { $0.name == parameter.name && $0.member != nil }.map { "--" + $0.flag }
            return "--" + parameter.flag + (others.isEmpty ? "" : " (or \(others.joined(separator: ", ")))")
        }
        guard !missing.isEmpty else { return }
        let noun = missing.count == 1 ? "Required flag" : "Required flags"
        throw CommandFailure.usage("\(noun) missing: \(missing.joined(separator: ", "))", hint: help)
    }

    private var help: String { "Run '\(command) --help' for what it takes." }
}
