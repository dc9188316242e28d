import Foundation
import Testing

/// Documents designed to exhaust time or memory, through the real tool.
///
/// `HANDINGER_HOSTILE_SCALE` is the fraction of the full size, 0.05 by default. At full size and with a release build,
/// each must end within 5 s and 1 GiB:
///
///     GENERATE_CLIENT=.build/release/generate-client HANDINGER_HOSTILE_SCALE=1 swift test --filter HostileDocumentTests
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileDocumentTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        var name: String
        /// The expected error; nil if the tool must write a client.
        var message: String?
        /// The count at full size.
        var size = 100_000
        var make: @Sendable (Int) -> String

        var testDescription: String { name }
    }

    private static let scale =
        ProcessInfo.processInfo.environment["HANDINGER_HOSTILE_SCALE"].flatMap(Double.init) ?? 0.05

    /// Seconds of processor time. Scaled documents take a fraction of it in a debug build.
    private static let seconds = scale < 1 ? 60 : 5

    @Test(arguments: references + longNames + names + paths + syntax + compositions + problems)
    func endsInBoundedTimeAndMemory(_ hostile: Hostile) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(hostile.make(max(20, Int(Double(hostile.size) * Self.scale))))
        let run = try tool.runLimited(
            ["--spec", "openapi.yaml", "--output", "out", "--module", "Hostile"],
            seconds: Self.seconds,
            // Address space: 1 GiB, and half a GiB for the stack that the tool reserves.
            megabytes: 1_536
        )
        let said = String(run.errors.prefix(2_000))
        #expect(run.errors.utf8.count < 1_000_000)
        if let message = hostile.message {
            #expect(run.status == 1, "\(said)")
            #expect(run.errors.contains(message), "\(said)")
            #expect(run.errors.hasPrefix("openapi.yaml:"), "\(said)")
            #expect(try tool.files(in: "out").isEmpty)
        } else {
            #expect(run.status == 0, "\(run.status) \(said)")
            #expect(try tool.files(in: "out").count > 10)
        }
    }

    // MARK: - Parts

    private static let head = #"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "#

    private static func document(schemas: [(name: String, schema: String)]) -> String {
        let entries = schemas.map { "\"\($0.name)\": \($0.schema)" }
        return head + #""paths": {}, "components": {"schemas": {"# + entries.joined(separator: ",\n") + "}}}"
    }

    /// Schemas `S0` to `S<count>`, each built from a reference to the next; the last is given.
    private static func row(
        _ count: Int,
        end: String = #"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
        _ schema: (Int, String) -> String
    ) -> String {
        let schemas = (0..<count).map { ("S\($0)", schema($0, reference("S\($0 + 1)"))) }
        return document(schemas: schemas + [("S\(count)", end)])
    }

    private static func reference(_ name: String) -> String { ##"{"$ref": "#/components/schemas/\##(name)"}"## }

    /// Different texts with the same Swift name.
    private static func alike(_ index: Int) -> String {
        "a" + String(repeating: "-", count: index % 300) + String(repeating: "_", count: index / 300)
    }

    private static func list(_ count: Int, _ element: (Int) -> String) -> String {
        (0..<count).map(element).joined(separator: ", ")
    }

    private static func operations(_ count: Int, _ id: (Int) -> String) -> String {
        let responses = #""responses": {"204": {"description": "d"}}"#
        return head + #""paths": {"# + list(count) { #""/p\#($0)": {"get": {\#(id($0))\#(responses)}}"# } + "}}"
    }

    // MARK: - References

    static let references: [Hostile] = [
        Hostile(name: "a row of references") { row($0, end: #"{"type": "string"}"#) { $1 } },
        Hostile(name: "a circle of references", message: "is nothing but a reference to itself") { count in
            document(schemas: (0..<count).map { ("S\($0)", reference("S\(($0 + 1) % count)")) })
        },
        Hostile(name: "circles of every kind", message: "'A' is nothing but a reference to itself") { _ in
            document(schemas: [
                ("A", reference("B")), ("B", reference("A")), ("C", #"{"allOf": [\#(reference("C"))]}"#),
                ("D", #"{"oneOf": [\#(reference("D")), \#(reference("E"))]}"#),
                ("E", #"{"anyOf": [\#(reference("D"))]}"#),
                ("F", #"{"type": "array", "items": \#(reference("F"))}"#),
                ("G", #"{"additionalProperties": \#(reference("G"))}"#),
                ("H", #"{"required": ["h"], "properties": {"h": \#(reference("H"))}}"#),
            ])
        },
        Hostile(name: "a row of objects") { row($0) { #"{"type": "object", "properties": {"next": \#($1)}}"# } },
        Hostile(name: "a row of lists", message: "a row of more than 500 references") {
            row($0) { #"{"type": "array", "items": \#($1)}"# }
        },
        Hostile(name: "a row of unions", size: 50_000) {
            row($0) { #"{"oneOf": [\#($1), {"type": "integer"}]}"# }
        },
        Hostile(name: "a row through properties", size: 20_000) { count in
            let properties = list(count) { #""p\#($0)": \#(reference("A/properties/p\($0 + 1)"))"# }
            return document(schemas: [("A", #"{"properties": {\#(properties), "p\#(count)": {"type": "string"}}}"#)])
        },
        Hostile(name: "a row of objects by their anchors") { count in
            let schemas = (0..<count).map { number in
                let next = ##"{"$ref": "#s\##((number + 1) % count)"}"##
                return (
                    "S\(number)", #"{"$anchor": "s\#(number)", "type": "object", "properties": {"next": \#(next)}}"#
                )
            }
            return document(schemas: schemas)
        },
        Hostile(name: "a row of anchors that are no components") { count in
            let schemas = list(count) { number in
                let next = number + 1 < count ? ##""#s\##(number + 1)""## : ##""#/components/schemas/A""##
                return #""S\#(number)": {"$anchor": "s\#(number)", "$ref": \#(next)}"#
            }
            return document(schemas: [("A", ##"{"properties": {"a": {"$ref": "#s0"}}}"##)]).dropLast()
                + #", "x-row": {\#(schemas)}}"#
        },
        Hostile(name: "a circle of anchors", message: "is nothing but a reference to itself") { count in
            document(
                schemas: (0..<count).map { number in
                    ("S\(number)", ##"{"$anchor": "s\##(number)", "$ref": "#s\##((number + 1) % count)"}"##)
                }
            )
        },
        Hostile(name: "a row of parameters, each used", size: 20_000) { count in
            let reference = { (index: Int) in ##"{"$ref": "#/components/parameters/P\##(index)"}"## }
            let paths = list(count) { #""/p\#($0)": {"get": {"parameters": [\#(reference($0))]}}"# }
            let parameters = list(count) { #""P\#($0)": \#(reference($0 + 1))"# }
            return head + #""paths": {\#(paths)}, "components": {"parameters": {\#(parameters), "P\#(count)": "#
                + #"{"name": "x", "in": "query", "schema": {"type": "string"}}}}}"#
        },
    ]

    // MARK: - Long names

    /// Names of 200 letters, at full size, that differ only near the end.
    private static func longName(_ index: Int, step: String) -> String {
        let number = String(index, radix: 2)
        let digits = String(repeating: "0", count: 24 - number.count) + number
        return String(repeating: "abcdefghijk", count: scale < 1 ? 3 : 16)
            + digits.map { $0 == "0" ? step : "y" }.joined()
    }

    /// Wrong names, each similar to all candidates.
    static let longNames: [Hostile] = [
        Hostile(name: "references near to long names", message: "points at nothing in this document", size: 1_400) {
            count in
            document(
                schemas: (0..<count).map { number in
                    let wrong = reference(longName(number, step: "z"))
                    return (longName(number, step: "x"), #"{"properties": {"a": \#(wrong)}}"#)
                }
            )
        },
        Hostile(name: "anchors near to long names", message: "no schema has the anchor", size: 1_400) { count in
            document(
                schemas: (0..<count).map { number in
                    let (name, wrong) = (longName(number, step: "x"), longName(number, step: "z"))
                    return ("S\(number)", ##"{"$anchor": "\##(name)", "properties": {"a": {"$ref": "#\##(wrong)"}}}"##)
                }
            )
        },
        Hostile(name: "aliases near to long names", message: "stands before this alias", size: 5_000) { count in
            head.dropLast(2) + #", "paths": {}, "x-a": ["# + list(count) { "&\(longName($0, step: "x")) x" } + ", "
                + list(min(count, 900)) { "*\(longName($0, step: "z")) " } + "]}"
        },
        Hostile(name: "path parameters near to long names", size: 1_400) { count in
            let path = (0..<count).map { "/{\(longName($0, step: "x"))}" }.joined()
            let parameters = list(count) { number in
                #"{"name": "\#(longName(number, step: "z"))", "in": "path", "required": true, "#
                    + #""schema": {"type": "string"}}"#
            }
            return head + #""paths": {"\#(path)": {"get": {"parameters": [\#(parameters)]}}}}"#
        },
    ]

    // MARK: - Compositions

    static let compositions: [Hostile] = [
        Hostile(name: "a row of allOf", message: "the parts of 'allOf' together have more than") {
            row($0) { #"{"allOf": [\#($1), {"properties": {"p\#($0)": {"type": "string"}}}]}"# }
        },
        Hostile(name: "a row of allOf that is no component", message: "the parts of 'allOf' together have more than") {
            count in
            let count = max(20_000, count)
            let row = (0..<count).map { number in
                let next = number + 1 < count ? ##"{"$ref": "#/x-row/S\##(number + 1)"}"## : #"{"type": "object"}"#
                return #""S\#(number)": {"allOf": [\#(next), {"properties": {"p\#(number % 100)": {}}}]}"#
            }
            let user = ##"{"properties": {"a": {"allOf": [{"$ref": "#/x-row/S0"}, {"properties": {"q": {}}}]}}}"##
            let users = (0..<64).map { ("User\($0)", user) }
            return document(schemas: users).dropLast() + #","x-row": {"#
                + row.joined(separator: ",") + "}}"
        },
        Hostile(name: "allOf diamonds", size: 60) {
            row(max(60, $0)) { #"{"allOf": [\#($1), {"properties": {"b": {}}}, \#($1)]}"# }
        },
        Hostile(name: "oneOf diamonds", size: 60) {
            row(max(60, $0)) { #"{"oneOf": [\#($1), {"properties": {"b\#($0)": \#($1)}}]}"# }
        },
        Hostile(name: "a union of many", size: 20_000) { count in
            let members = (0..<count).map {
                ("S\($0)", #"{"type": "object", "properties": {"p\#($0)": {"type": "string"}}}"#)
            }
            return document(schemas: [("U", #"{"oneOf": [\#(list(count) { reference("S\($0)") })]}"#)] + members)
        },
        Hostile(name: "a tagged union of many", size: 20_000) { count in
            let members = (0..<count).map {
                ("S\($0)", #"{"type": "object", "required": ["t"], "properties": {"t": {"const": "t\#($0)"}}}"#)
            }
            return document(schemas: [("U", #"{"oneOf": [\#(list(count) { reference("S\($0)") })]}"#)] + members)
        },
        Hostile(name: "alternatives beside properties", size: 1_000) { count in
            let members = list(count) { #"{"properties": {"p\#($0)": {"type": "string"}}}"# }
            let schema = #"{"type": "object", "properties": {"a": {}}, "oneOf": [\#(members)]}"#
            return document(schemas: (0..<20).map { ("U\($0)", schema) })
        },
    ]

    // MARK: - Names

    static let names: [Hostile] = [
        Hostile(name: "properties") { count in
            let properties = list(count) { #""p\#($0)": {"type": "string"}"# }
            let required = list(count) { #""p\#($0)""# }
            return document(schemas: [("A", #"{"properties": {\#(properties)}, "required": [\#(required)]}"#)])
        },
        Hostile(name: "properties of one name", size: 30_000) { count in
            document(schemas: [("A", #"{"properties": {\#(list(count) { #""\#(alike($0))": {}"# })}}"#)])
        },
        Hostile(name: "values") { count in
            document(schemas: [("A", #"{"enum": [\#(list(count) { #""p\#($0)""# })]}"#)])
        },
        Hostile(name: "values of one name", size: 30_000) { count in
            document(schemas: [("A", #"{"enum": [\#(list(count) { #""\#(alike($0))""# })]}"#)])
        },
        Hostile(name: "values of several types") { count in
            document(schemas: [("A", #"{"enum": ["x", \#(list(count) { String($0) })]}"#)])
        },
        Hostile(name: "schemas of one name", size: 30_000) { count in
            document(schemas: (0..<count).map { (alike($0), #"{"properties": {"a": {}}}"#) })
        },
        Hostile(name: "operations of one name", size: 20_000) { count in
            operations(count) { #""operationId": "\#(alike($0))", "# }
        },
        Hostile(name: "operations without a name", size: 20_000) { operations($0) { _ in "" } },
        Hostile(name: "operations with the same id", size: 20_000) { operations($0) { _ in #""operationId": "x", "# } },
        Hostile(name: "parameters", size: 20_000) { count in
            let parameters = list(count) { #"{"name": "p\#($0)", "in": "query", "schema": {"type": "string"}}"# }
            return operations(1) { _ in #""operationId": "x", "parameters": [\#(parameters)], "# }
        },
    ]

    // MARK: - Paths and tags

    static let paths: [Hostile] = [
        Hostile(name: "variables that nothing describes", size: 5_000) { count in
            let path = (0..<count).map { "/{v\($0)}" }.joined()
            return head + #""paths": {"\#(path)": {"get": {}}}}"#
        },
        Hostile(name: "tags inside tags", size: 5_000) { count in
            let paths = list(count) { #""/p\#($0)": {"get": {"tags": ["t\#($0)"]}}"# }
            let tags = list(count) { #"{"name": "t\#($0)", "parent": "t\#($0 + 1)"}"# }
            return head + #""paths": {\#(paths)}, "tags": [\#(tags)]}"#
        },
    ]

    // MARK: - Syntax

    static let syntax: [Hostile] =
        ["[", "{a: ", "- ", #"{"a":"#, "? "].map { opening in
            Hostile(name: "nested \(opening)", message: "levels deep") { String(repeating: opening, count: $0) }
        } + [
            Hostile(name: "deep and wide", message: "has no 'openapi' field", size: 1_000_000) { count in
                String(repeating: #"{"a": "#, count: 240) + "[\(list(count) { _ in "1" })]"
                    + String(repeating: "}", count: 240)
            },
            Hostile(name: "an alias bomb", message: "aliases make the document too large") { _ in
                "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
                    + (1..<30).map { level in
                        "a\(level): &a\(level) [\(list(9) { _ in "*a\(level - 1)" })]\n"
                    }
                    .joined()
            },
            Hostile(name: "many anchors") { count in
                head.dropLast(2) + #", "paths": {}, "x-a": ["# + list(count) { "&a\($0) x" } + ", "
                    + list(count) { "*a\($0)" } + "]}"
            },
            Hostile(name: "a file of 100 MB", message: "documents of at most", size: 100_000_000) { count in
                head + #""paths": {}, "x-a": ""# + String(repeating: "z", count: max(count, 70_000_000)) + "\"}"
            },
            Hostile(name: "many small values", message: "the document has more than", size: 30_000_000) { count in
                head + #""paths": {}, "x-a": ["# + String(repeating: "1,", count: max(count, 3_000_000)) + "1]}"
            },
            Hostile(name: "long lines", size: 20_000_000) { count in
                let text = String(repeating: "x", count: count)
                return
                    #"{"openapi": "3.1.0", "info": {"title": "\#(text)", "version": "1", "description": "\#(text)"}, "#
                    + #""paths": {}}"#
            },
            Hostile(name: "a long name", size: 10_000_000) { count in
                document(schemas: [(String(repeating: "k", count: count), #"{"properties": {"a": {}}}"#)])
            },
            Hostile(name: "comments", size: 5_000_000) { count in
                head + #""paths": {}}"# + "\n" + String(repeating: "# x\n", count: count)
            },
            Hostile(name: "a character that is none", message: "a NUL byte stands here") { _ in
                "openapi: 3.1.0\ninfo: {title: a\u{0}b, version: '1'}\npaths: {}\n"
            },
            Hostile(name: "patterns") { count in
                let pattern = String(repeating: "(a+)+", count: count / 10) + "$"
                return document(schemas: [("A", #"{"type": "string", "pattern": "\#(pattern)"}"#)])
            },
        ]

    // MARK: - Problems

    static let problems: [Hostile] = [
        Hostile(name: "errors on as many lines", message: "more errors not shown; correct these first") { count in
            document(schemas: (0..<count).map { ("A\($0)", #"{"type": "strnig"}"#) })
        },
        Hostile(name: "references to nothing", message: "more errors not shown; correct these first") { count in
            document(schemas: (0..<count).map { ("A\($0)", reference("B\($0)")) })
        },
        Hostile(name: "anchors that are not there", message: "more errors not shown; correct these first") { count in
            document(
                schemas: (0..<count).map { number in
                    ("A\(number)", ##"{"$anchor": "a\##(number)", "properties": {"b": {"$ref": "#b\##(number)"}}}"##)
                }
            )
        },
        Hostile(name: "one anchor for all", message: "is already that of the schema at") { count in
            let schema = ##"{"$anchor": "a", "properties": {"b": {"$dynamicRef": "#a"}}}"##
            return document(schemas: (0..<count).map { ("A\($0)", schema) })
        },
        Hostile(name: "errors on one line", message: "more errors not shown; correct these first", size: 60_000) {
            count in
            document(schemas: [("A", #"{"allOf": [\#(list(count) { reference("B\($0)") })]}"#)])
        },
        Hostile(name: "a mapping to nothing") { count in
            let mapping = list(count) { #""m\#($0)": "X\#($0)""# }
            let union =
                #"{"oneOf": [\#(reference("A")), \#(reference("B"))], "discriminator": "#
                + #"{"propertyName": "t", "mapping": {\#(mapping)}}}"#
            return document(schemas: [("A", #"{"type": "object"}"#), ("B", #"{"type": "object"}"#), ("U", union)])
        },
        Hostile(name: "unknown keys") { count in
            document(schemas: (0..<count).map { ("A\($0)", #"{"tpye": "string"}"#) })
        },
        Hostile(name: "the same key", message: "there are more than 1000 errors") { count in
            head + #""paths": {}, "x-a": {"# + list(count) { _ in #""a": 1"# } + "}}"
        },
    ]
}

/// Files that are no text.
@Suite struct UnreadableDocumentTests {
    @Test(
        arguments: [
            ([0x61, 0xFF, 0xFE], "1:2: error:"), ([0x0A, 0x0A, 0xC0, 0x80], "3:1: error:"),
            ([0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80], "1:4: error:"), ([0xF5], "1:1: error:"), ([0x00], "1:1: error:"),
        ] as [([UInt8], String)]
    )
    func badBytesAreReportedAtTheirLocation(_ bytes: [UInt8], _ place: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Data(bytes))
        let run = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Hostile")
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("openapi.yaml:" + place), "\(run.errors)")
    }
}
