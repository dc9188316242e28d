import Foundation
import HandingerGeneratorYAML
import Testing

/// The YAML test suite; requires HANDINGER_TEST_DATA.
@Suite(.enabled(if: testData != nil))
struct ConformanceTests {
    @Test func nodesEqualTheJSONOfTheSuite() throws {
        let suite = try Suite()
        var checked = 0
        for id in suite.passing where !suite.isError(id) {
            guard let json = suite.json(of: id), suite.documentCount(of: id) == 1 else { continue }
            let outcome = Outcome(try suite.input(of: id))
            let expected = try JSONDecoder().decode(JSONValue.self, from: json)
            let actual = try outcome.node.map(JSONValue.init)
            #expect(actual == expected, "\(id): \(outcome.plain)")
            checked += 1
        }
        #expect(checked > 180)
    }

    @Test func invalidCasesAreRejected() throws {
        let suite = try Suite()
        for id in suite.passing where suite.isError(id) {
            #expect(Outcome(try suite.input(of: id)).node == nil, "\(id)")
        }
    }

    @Test func everyCaseEndsInATreeOrAnError() throws {
        let suite = try Suite()
        for id in suite.all {
            let outcome = Outcome(try suite.input(of: id))
            #expect(outcome.node != nil || !outcome.errors.isEmpty, "\(id)")
            #expect(!outcome.errors.contains { $0.contains("this is not valid YAML") }, "\(id): \(outcome.errors)")
        }
    }
}

/// Access to the files of the suite.
private struct Suite {
    let folder: URL
    let all: [String]
    /// The cases that libyaml passes.
    let passing: [String]

    init() throws {
        folder = try #require(testData).appending(path: "yaml-suite", directoryHint: .isDirectory)
        all = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "cases").path()).sorted()
        passing = try String(contentsOf: folder.appending(path: "libyaml-0.2.5-pass.txt"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private func file(_ name: String, of id: String) -> URL {
        folder.appending(path: "cases/\(id)/\(name)")
    }

    func input(of id: String) throws -> [UInt8] { Array(try Data(contentsOf: file("in.yaml", of: id))) }
    func json(of id: String) -> Data? { try? Data(contentsOf: file("in.json", of: id)) }
    func isError(_ id: String) -> Bool { FileManager.default.fileExists(atPath: file("error", of: id).path()) }

    func documentCount(of id: String) -> Int {
        let events = try? String(contentsOf: file("test.event", of: id), encoding: .utf8)
        return events?.split(separator: "\n").count { $0.hasPrefix("+DOC") } ?? 0
    }
}

private enum JSONValue: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    init(_ node: Node) throws {
        switch node.value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .number(Double(value))
        case .number(let value, _): self = .number(value)
        case .string(let value): self = .string(value)
        case .sequence(let nodes): self = .array(try nodes.map(JSONValue.init))
        case .mapping(let mapping):
            self = .object(try Dictionary(uniqueKeysWithValues: mapping.map { ($0.key, try JSONValue($0.value)) }))
        }
    }
}
