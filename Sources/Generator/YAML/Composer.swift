package import HandingerGeneratorDiagnostics

/// Builds the node tree of a document from the events of ``EventParser``.
///
/// Reports all problems that leave the structure clear (duplicate keys, unknown aliases, …) in one run; a syntax error
/// or an exceeded limit ends it.
package struct Composer: ~Copyable {
    /// Returns the root of the document, or nil after an error in `diagnostics`.
    package static func compose(
        _ file: SourceFile,
        limits: Limits = Limits(),
        diagnostics: inout DiagnosticList
    ) -> Node? {
        guard file.bytes.count <= limits.documentBytes else {
            diagnostics.error(
                "the file has \(file.bytes.count) bytes; documents of at most \(limits.documentBytes) bytes are read",
                at: .start,
                JSONPointer()
            )
            return nil
        }
        let text: SourceText
        do {
            text = try SourceText(decoding: file.bytes)
        } catch {
            diagnostics.error(error.message, at: error.location, JSONPointer())
            return nil
        }
        if let problem = InputValidation.firstProblem(in: text) {
            diagnostics.error(problem.message, at: problem.location, JSONPointer())
            return nil
        }
        var composer = Composer(PreprocessedSource(text), limits: limits)
        composer.readAll(text)
        for problem in composer.problems {
            diagnostics.error(problem.message, at: problem.location, problem.pointer)
        }
        return composer.problems.isEmpty ? composer.root : nil
    }

    /// Ends the run. Thrown after its problem was reported.
    struct Stop: Error {}

    let limits: Limits
    private let source: PreprocessedSource
    private(set) var problems: [Diagnostic] = []
    private var root: Node?

    /// The open collections, outermost first.
    var frames: [Frame] = []
    /// The finished children of all open collections. Each frame knows the index of its first child. With one shared
    /// buffer, each collection is copied out once, at its exact size.
    private var nodes = Stack<Node>()
    private var entries = Stack<Mapping.Entry>()
    private var nodeCount = 0

    var anchors: [String: Anchor] = [:]
    var nextAnchorID = 0
    var suggestions = SuggestionBudget()
    var expandedNodeCount = 0

    private init(_ source: PreprocessedSource, limits: Limits) {
        self.source = source
        self.limits = limits
    }

    private mutating func readAll(_ text: SourceText) {
        do {
            var parser = try EventParser(source.text)
            while true {
                let event = try parser.next()
                try handle(event)
                if case .streamEnd = event.kind { return }
            }
        } catch let fault as ParserFault {
            let problem = SyntaxProblem(fault, in: text) { source.place($0) }
            problems.append(Diagnostic(.error, problem.message, at: problem.location, pointer))
        } catch {
            // A `Stop`: its problem has been reported.
        }
    }

    private mutating func handle(_ event: Event) throws {
        let location = source.place(event.location)
        switch event.kind {
        case .streamStart, .documentEnd:
            break
        case .documentStart:
            guard root == nil else {
                throw stop("a second document begins here; give each document a file of its own", at: location)
            }
        case .streamEnd:
            if root == nil, problems.isEmpty { report("the document is empty", at: .start) }
        case .alias(let name):
            try add(resolveAlias(name, at: location))
        case .scalar(let raw, let style):
            try countNode(at: location)
            let text = restore(raw, style: style, at: location)
            let isPlain = style == .plain
            guard let properties = event.properties else {
                // The fast path. `@autoclosure` skips resolving the value of a mapping key.
                try add(
                    Node(isPlain ? ScalarResolution.resolve(text) : .string(text), at: location),
                    text: text,
                    isPlain: isPlain,
                    at: location
                )
                break
            }
            let value = resolve(text, isPlain: isPlain, tag: properties.tag, at: location)
            let finished = FinishedNode(Node(value, at: location), text: text, isPlain: isPlain)
            if let name = properties.anchor { anchors[name] = Anchor(id: newAnchorID(), finished: finished) }
            try add(finished)
        case .sequenceStart:
            try open(.sequence(start: nodes.count), event.properties, at: location)
        case .mappingStart:
            try open(.mapping(start: entries.count), event.properties, at: location)
        case .collectionEnd:
            try close()
        }
    }
}

// MARK: - Collections

extension Composer {
    private mutating func open(_ kind: Frame.Kind, _ properties: Event.Properties?, at location: SourceLocation) throws
    {
        try countNode(at: location)
        guard frames.count < limits.depth else {
            throw stop("the document is nested more than \(limits.depth) levels deep", at: location)
        }
        var frame = Frame(kind: kind, location: location)
        if let name = properties?.anchor {
            let id = newAnchorID()
            frame.anchor = (name, id)
            anchors[name] = Anchor(id: id, finished: nil)
        }
        frames.append(frame)
    }

    private mutating func close() throws {
        guard let frame = frames.popLast() else { return }
        let value: Node.Value
        switch frame.kind {
        case .sequence(let start):
            value = .sequence(nodes.popAll(from: start))
        case .mapping(let start):
            let own = entries.popAll(from: start)
            if let position = frame.mergePosition {
                value = .mapping(merging(own, at: position))
            } else {
                value = .mapping(Mapping(own, index: frame.keyPositions))
            }
        }
        let finished = FinishedNode(Node(value, at: frame.location), nodeCount: frame.nodeCount, height: frame.height)
        if let (name, id) = frame.anchor, anchors[name]?.id == id {
            anchors[name] = Anchor(id: id, finished: finished)
        }
        try add(finished)
    }

    private mutating func add(_ finished: FinishedNode) throws {
        try add(
            finished.node,
            text: finished.text,
            isPlain: finished.isPlain,
            nodeCount: finished.nodeCount,
            height: finished.height,
            at: finished.place
        )
    }

    /// Adds a finished node as the root, an element, a key or a value.
    ///
    /// - Parameters:
    ///   - text: The text of a scalar; nil for a collection.
    ///   - place: The location of the node or, for an alias, of the alias.
    private mutating func add(
        _ node: @autoclosure () -> Node,
        text: String?,
        isPlain: Bool,
        nodeCount: Int = 1,
        height: Int = 0,
        at place: SourceLocation
    ) throws {
        guard let last = frames.indices.last else {
            root = node()
            return
        }
        guard frames.count + height <= limits.depth else {
            throw stop("aliases nest the document more than \(limits.depth) levels deep", at: place)
        }
        frames[last].nodeCount += nodeCount
        frames[last].height = max(frames[last].height, height + 1)
        switch frames[last].kind {
        case .sequence:
            nodes.push(node())
        case .mapping(let start):
            if let key = frames[last].key {
                frames[last].key = nil
                guard key.isKept else { return }
                entries.push(Mapping.Entry(key: key.text, keyLocation: key.location, value: node()))
            } else {
                frames[last].key = try key(text, isPlain: isPlain, at: place, in: last, start: start)
            }
        }
    }

    private mutating func key(
        _ text: String?,
        isPlain: Bool,
        at place: SourceLocation,
        in frame: Int,
        start: Int
    ) throws -> Frame.Key {
        guard let text else {
            report("a key must be a scalar, not a list or a mapping", at: place)
            try checkProblemCount(at: place)
            return Frame.Key(text: "", location: place, isKept: false)
        }
        if let first = position(of: text, in: frame, start: start) {
            let firstPlace = entries[start + first].keyLocation
            problems.append(
                Diagnostic(
                    .error,
                    "the key \(text.quoted) stands twice in this mapping, first at \(firstPlace); "
                        + "remove or rename one",
                    at: place,
                    pointer.appending(text)
                )
            )
            try checkProblemCount(at: place)
            return Frame.Key(text: text, location: place, isKept: false)
        }
        if text == "<<", isPlain { frames[frame].mergePosition = entries.count - start }
        return Frame.Key(text: text, location: place, isKept: true)
    }

    /// The index of a key among the finished keys of the mapping.
    private mutating func position(of key: String, in frame: Int, start: Int) -> Int? {
        let count = entries.count - start
        if count <= Mapping.largestUnindexedCount {
            if let found = entries.withElements(from: start, { Mapping.position(of: key, in: $0) }) { return found }
            if count == Mapping.largestUnindexedCount {
                var positions: [ByteKey: Int] = [ByteKey(key): count]
                for position in 0..<count { positions[ByteKey(entries[start + position].key)] = position }
                frames[frame].keyPositions = positions
            }
            return nil
        }
        let first = frames[frame].keyPositions?[ByteKey(key)]
        if first == nil { frames[frame].keyPositions?[ByteKey(key)] = count }
        return first
    }
}

// MARK: - Scalars

extension Composer {
    private mutating func restore(_ text: String, style: Event.Style, at location: SourceLocation) -> String {
        guard let substitutions = source.substitutions else { return text }
        do throws(CharacterSubstitutions.Fault) {
            return try substitutions.restore(text, style: style)
        } catch {
            switch error {
            case .loneSurrogate(let escape):
                report("\(escape) is half of a surrogate pair and names no character; give both halves", at: location)
            case .unquoted(let character):
                report("the character \(character.codePoint) can stand only in quotes", at: location)
            }
            return ""
        }
    }

    private mutating func resolve(
        _ text: String,
        isPlain: Bool,
        tag: String?,
        at location: SourceLocation
    ) -> Node.Value {
        guard let tag else { return isPlain ? ScalarResolution.resolve(text) : .string(text) }
        let core = "tag:yaml.org,2002:"
        guard tag.hasPrefix(core) else { return .string(text) }
        let name = tag.dropFirst(core.count)
        if let value = ScalarResolution.resolve(text, as: name) { return value }
        report("\(text.quoted) is no !!\(name)", at: location)
        return .null
    }

    private mutating func countNode(at location: SourceLocation) throws {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            throw stop("the document has more than \(limits.nodes) values", at: location)
        }
    }
}

// MARK: - Problems

extension Composer {
    mutating func report(_ message: String, at location: SourceLocation) {
        problems.append(Diagnostic(.error, message, at: location, pointer))
    }

    mutating func stop(_ message: String, at location: SourceLocation) -> Stop {
        report(message, at: location)
        return Stop()
    }

    mutating func checkProblemCount(at location: SourceLocation) throws {
        guard problems.count < limits.errors else {
            throw stop(
                "there are more than \(limits.errors) errors; the rest of the document was not read",
                at: location
            )
        }
    }

    /// The pointer of the node that is being read.
    var pointer: JSONPointer {
        JSONPointer(
            frames.indices.compactMap { index in
                switch frames[index].kind {
                case .sequence(let start):
                    let end = frames[(index + 1)...].lazy.compactMap(\.sequenceStart).first ?? nodes.count
                    return String(end - start)
                case .mapping:
                    return frames[index].key?.text
                }
            }
        )
    }
}

/// The limits of the YAML reader. A document that exceeds one is rejected with an error at the location.
package struct Limits: Sendable {
    /// Levels of nesting, including those inside aliases. libyaml has no limit and scans nested flow collections in
    /// quadratic time.
    package var depth = 256
    package var documentBytes = 64 << 20
    package var nodes = 3_000_000
    /// The number of nodes that all aliases together may add to the written ones.
    package var aliasExpansion = 200_000
    /// The number of errors after which the rest of the document is not read.
    package var errors = 1_000

    package init() {}
}
