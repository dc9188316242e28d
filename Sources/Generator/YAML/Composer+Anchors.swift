internal import HandingerGeneratorDiagnostics

extension Composer {
    /// A collection that is being read.
    struct Frame {
        enum Kind {
            /// With the position of the first element in the composer's buffer.
            case sequence(start: Int)
            case mapping(start: Int)
        }

        struct Key {
            var text: String
            var location: SourceLocation
            /// False for a key that was reported; its value is read and dropped.
            var isKept: Bool
        }

        var kind: Kind
        var location: SourceLocation
        var anchor: (name: String, id: Int)?
        /// The key whose value comes next.
        var key: Key?
        /// The keys so far, once there are many.
        var keyPositions: [ByteKey: Int]?
        /// The position of the merge key `<<`.
        var mergePosition: Int?
        /// With all that is below, aliases counted as what they stand for.
        var nodeCount = 1
        var height = 1

        init(kind: Kind, location: SourceLocation) {
            self.kind = kind
            self.location = location
        }

        var sequenceStart: Int? { if case .sequence(let start) = kind { start } else { nil } }
    }

    /// A finished node, and what a limit or a key needs to know of it.
    struct Built {
        var node: Node
        /// Where it stands: for an alias the place of the alias.
        var place: SourceLocation
        /// The text of a scalar.
        var text: String?
        var isPlain = false
        var nodeCount = 1
        var height = 0

        init(_ node: Node, text: String, isPlain: Bool) {
            self.node = node
            self.place = node.location
            self.text = text
            self.isPlain = isPlain
        }

        init(_ node: Node, nodeCount: Int, height: Int) {
            self.node = node
            self.place = node.location
            self.nodeCount = nodeCount
            self.height = height
        }
    }

    struct Anchor {
        var id: Int
        /// nil while the node is being read.
        var built: Built?
    }

    mutating func newAnchorID() -> Int {
        nextAnchorID += 1
        return nextAnchorID
    }

    /// The node that an alias stands for; null where it is reported.
    mutating func resolveAlias(_ name: String, at location: SourceLocation) throws -> Built {
        let missing = Built(Node(.null, at: location), text: "", isPlain: false)
        guard let anchor = anchors[name] else {
            let near = suggestions.didYouMean(name, among: anchors.keys.sorted())
            report("no anchor \(("&" + name).quoted) stands before this alias\(near)", at: location)
            try checkProblemCount(at: location)
            return missing
        }
        guard var built = anchor.built else {
            report("the alias \(("*" + name).quoted) stands inside of what it stands for", at: location)
            try checkProblemCount(at: location)
            return missing
        }
        expandedNodeCount += built.nodeCount
        guard expandedNodeCount <= limits.aliasExpansion else {
            throw stop(
                "aliases make the document too large: they stand for more than \(limits.aliasExpansion) values",
                at: location
            )
        }
        built.place = location
        built.isPlain = false
        return built
    }

    /// Puts the members of the mappings under `<<` in its place; the mapping's own win, then the first that has it.
    mutating func merging(_ entries: [Mapping.Entry], at position: Int) -> Mapping {
        guard entries.indices.contains(position) else { return Mapping(entries) }
        let value = entries[position].value
        var sources: [Mapping] = []
        for node in value.sequence ?? [value] {
            if let mapping = node.mapping {
                sources.append(mapping)
            } else {
                report("the merge key '<<' takes a mapping or a list of mappings", at: entries[position].keyLocation)
                return Mapping(entries)
            }
        }
        var keys = Set(entries.map { ByteKey($0.key) })
        let merged = sources.joined().filter { keys.insert(ByteKey($0.key)).inserted }
        return Mapping(Array(entries[..<position]) + merged + Array(entries[(position + 1)...]))
    }
}
