import APIRuntime
import HandingerGeneratorDiagnostics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The input of a command, decoded to the parameter and body types of its call.
struct CommandInput {
    /// A name and its location, because the body and the parameters may share names.
    private struct Key: Hashable {
        let name: String
        let isInBody: Bool
    }

    private let parameters: [CommandParameter]
    private var values: [Key: JSONTree] = [:]
    /// Properties of the body that the document does not name.
    var additionalMembers: [JSONTree.Member] = []
    /// A flag that has a meaning only for a stream, such as `--until`.
    var flagNeedingStream: String?
    /// The contents of the file `-`.
    var standardInput: [UInt8] = []

    init(parameters: [CommandParameter]) {
        self.parameters = parameters
    }

    mutating func set(_ value: JSONTree, for parameter: CommandParameter) {
        values[Key(name: parameter.name, isInBody: parameter.isInBody)] = value
    }

    func value(for parameter: CommandParameter) -> JSONTree? {
        values[Key(name: parameter.name, isInBody: parameter.isInBody)]
    }

    func has(_ parameter: CommandParameter) -> Bool {
        value(for: parameter) != nil
    }

    /// Whether the call streams, according to a body property or parameter, or because a flag needs a stream.
    ///
    /// - Throws: ``CommandFailure`` if a flag needs the stream that another refuses.
    func requestsStream(_ name: String) throws -> Bool {
        let value = values[Key(name: name, isInBody: true)] ?? values[Key(name: name, isInBody: false)]
        if let flag = flagNeedingStream, value == .bool(false) {
            throw CommandFailure.usage("\(flag) needs a stream, which \"\(name)\" refuses")
        }
        return value == .bool(true) || flagNeedingStream != nil
    }

    /// The same for operations without such a property.
    func requestsStream() throws -> Bool { flagNeedingStream != nil }

    /// Checks that a text is one of the known values.
    static func check(_ text: String, isAmong values: [String], flag: String) throws {
        guard values.isEmpty || values.contains(text) else {
            throw CommandFailure.usage(
                "--\(flag): \"\(text)\" is not one of \(values.joined(separator: ", "))",
                hint: closestMatch(for: text, among: values).map { "Did you mean \"\($0)\"?" }
            )
        }
    }

    /// The text of a parameter outside the body.
    func text(of name: String) -> String? {
        if case .string(let text, _)? = values[Key(name: name, isInBody: false)] { text } else { nil }
    }

    // MARK: - Parameters

    func parameter<Value: Decodable>(_ name: String) throws -> Value {
        try decode(required(name, isInBody: false), name, isInBody: false)
    }

    func optionalParameter<Value: Decodable>(_ name: String) throws -> Value? {
        try values[Key(name: name, isInBody: false)].map { try decode($0, name, isInBody: false) }
    }

    // MARK: - The body

    func body<Value: Decodable>() throws -> Value {
        let whole = parameters.first { $0.place == .wholeBody }
        if let whole { return try decode(required(whole.name, isInBody: true), whole.name, isInBody: true) }
        return try decode(.object(bodyMembers), nil, isInBody: true)
    }

    func optionalBody<Value: Decodable>() throws -> Value? {
        let isGiven = values.keys.contains(where: \.isInBody) || !additionalMembers.isEmpty
        return isGiven ? try body() : nil
    }

    private var bodyMembers: [JSONTree.Member] {
        let named = parameters.filter { $0.place == .body && $0.member == nil }.compactMap { parameter in
            values[Key(name: parameter.name, isInBody: true)].map {
                JSONTree.Member(name: parameter.name, value: $0)
            }
        }
        return named + additionalMembers
    }

    func field<Value: Decodable>(_ name: String) throws -> Value {
        try decode(required(name, isInBody: true), name, isInBody: true)
    }

    func optionalField<Value: Decodable>(_ name: String) throws -> Value? {
        try values[Key(name: name, isInBody: true)].map { try decode($0, name, isInBody: true) }
    }

    // MARK: - Files

    func file(_ name: String) throws -> FileUpload {
        try upload(of: required(name, isInBody: true), name)
    }

    func optionalFile(_ name: String) throws -> FileUpload? {
        try values[Key(name: name, isInBody: true)].map { try upload(of: $0, name) }
    }

    /// The files of one path or of a YAML list of paths.
    func files(_ name: String) throws -> [FileUpload] {
        let value = try required(name, isInBody: true)
        guard case .string(let text, _) = value, text.dropping(prefix: "[") != nil else {
            return [try upload(of: value, name)]
        }
        let list = try YAMLInput.parse(Array(text.utf8), origin: "--\(flag(name, isInBody: true))")
        guard case .array(let paths) = list else { return [try upload(of: list, name)] }
        return try paths.map { try upload(of: $0, name) }
    }

    func optionalFiles(_ name: String) throws -> [FileUpload]? {
        values[Key(name: name, isInBody: true)] == nil ? nil : try files(name)
    }

    func dataBody() throws -> Data {
        guard let whole = parameters.first(where: { $0.place == .wholeBody }) else { return Data() }
        return try data(of: required(whole.name, isInBody: true), whole.name)
    }

    func optionalDataBody() throws -> Data? {
        values.keys.contains(where: \.isInBody) ? try dataBody() : nil
    }

    func textBody() throws -> String {
        let data = try dataBody()
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure.usage("The body is to be text, and the file is not UTF-8")
        }
        return text
    }

    func optionalTextBody() throws -> String? {
        values.keys.contains(where: \.isInBody) ? try textBody() : nil
    }

    private func upload(of value: JSONTree, _ name: String) throws -> FileUpload {
        let path = try path(value, name)
        if path == "-" { return FileUpload(try data(of: value, name), filename: "stdin") }
        return FileUpload(contentsOf: URL(fileURLWithPath: path))
    }

    private func data(of value: JSONTree, _ name: String) throws -> Data {
        let path = try path(value, name)
        do {
            return path == "-" ? Data(standardInput) : try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure.usage("--\(flag(name, isInBody: true)): the file \"\(path)\" cannot be read")
        }
    }

    private func path(_ value: JSONTree, _ name: String) throws -> String {
        guard case .string(let text, _) = value else {
            throw CommandFailure.usage("--\(flag(name, isInBody: true)) is the path of a file, not \(value.kindName)")
        }
        return String(text.dropping(prefix: "@") ?? text[...])
    }

    // MARK: - Reading

    private func required(_ name: String, isInBody: Bool) throws -> JSONTree {
        guard let value = values[Key(name: name, isInBody: isInBody)] else {
            throw CommandFailure.usage("Required flag missing: --\(flag(name, isInBody: isInBody))")
        }
        return value
    }

    private func decode<Value: Decodable>(_ value: JSONTree, _ name: String?, isInBody: Bool) throws -> Value {
        do {
            return try JSONCoding.decode(Value.self, from: value.json)
        } catch let error as DecodingError {
            let problem = DecodingProblem(error)
            let path = (name.map { [$0] } ?? []) + problem.path
            let origin = path.first.map { "--" + flag($0, isInBody: isInBody) } ?? "The input"
            let place = path.count > 1 ? "\(origin), at \(path.dropFirst().joined(separator: ".")):" : "\(origin):"
            throw CommandFailure.usage("\(place) \(problem.reason)")
        }
    }

    private func flag(_ name: String, isInBody: Bool) -> String {
        parameters.first { $0.name == name && $0.isInBody == isInBody }?.flag ?? name
    }
}
