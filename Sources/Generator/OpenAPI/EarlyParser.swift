internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

/// Parses the paths and the schemas of a document while the rest of its text is still being read: the thread that puts
/// the tree together waits for libyaml half of the time.
final class EarlyParser {
    /// Members of one mapping of the document, by the place of their key.
    struct Members<Value> {
        var parser: Parser
        private(set) var values: [SourceLocation: Value?] = [:]

        fileprivate mutating func add(_ entry: Mapping.Entry, in outer: [String], _ parse: Parser.Reading<Value>) {
            let origin = Origin(location: entry.keyLocation, pointer: JSONPointer(outer).appending(entry.key))
            let member = Parser.Member(key: entry.key, origin: origin, node: entry.value)
            values[entry.keyLocation] = .some(parse(&parser, member))
        }
    }

    /// nil as long as the version is not known. Each has a parser of its own, so that what is said once in a document
    /// does not depend on which comes first.
    private(set) var paths: Members<PathEntry>?
    private(set) var schemas: Members<Components.Named<Schema>>?

    /// Forgets what has references to anchors: those may stand further down than the references.
    func dropWhatAwaitsAnchors() {
        if paths?.parser.awaitsAnchors == true { paths = nil }
        if schemas?.parser.awaitsAnchors == true { schemas = nil }
    }

    func parse(_ entry: Mapping.Entry, in outer: [String]) {
        switch outer {
        case [] where entry.key == "openapi":
            guard let version = entry.value.string.flatMap({ Document.Version($0) }) else { return }
            paths = Members(parser: Parser(version: version, anchors: nil, diagnostics: DiagnosticList()))
            schemas = Members(parser: Parser(version: version, anchors: nil, diagnostics: DiagnosticList()))
        case ["paths"]:
            paths?.add(entry, in: outer, Parser.path)
        case ["components", "schemas"]:
            schemas?.add(entry, in: outer, Parser.namedSchema)
        default:
            break
        }
    }
}
