import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

/// The first pass: the target of every reference in the operations and in the schemas of `components`.
///
/// It reports the problems of references; later passes only look targets up.
struct References {
    /// The schema that a reference names.
    struct Target {
        var schema: Schema
        /// The key in ``References/components``; nil for a simple schema outside `components/schemas`.
        var component: String?
    }

    /// The schemas that have a type of their own: those of `components/schemas` by name, and schemas elsewhere that
    /// references point to, by pointer, such as `#/$defs/User`. The latter are components because they may be
    /// recursive, unless they are simple.
    private(set) var components: NameMap<Schema>
    /// The components outside `components/schemas`, in the order of their first references.
    private(set) var remoteComponents: [(name: String, pointer: JSONPointer)] = []
    /// Components that are only references and lead into a circle.
    private(set) var circularAliases: Set<ByteKey> = []
    /// Inline schemas that references name, which therefore have a type of their own, by schema.
    private var inlineComponents: [ObjectIdentifier: Target] = [:]
    /// All schemas that the walk reached, each after its subschemas. They live as long as this value, so their
    /// `ObjectIdentifier`s are unique.
    let schemas: [Schema]

    /// By `Reference`.
    private var targets: [ObjectIdentifier: Target] = [:]
    /// By schema, for references to references.
    private var chains: [ObjectIdentifier: Chain] = [:]
    /// Parameters, responses and other objects, by `Reference`.
    private let objects: [ObjectIdentifier: any ReferencedObject]

    private struct Chain {
        /// The schema at the end of all references.
        var end: Schema
        /// The first target that is a component or more than a reference.
        var target: Target
    }

    init(_ document: Document, diagnostics: inout DiagnosticList) {
        components = NameMap(document.components.schemas.map { ($0.name, $0.value) })
        var walk = ReferenceWalk(document)
        walk.visitAll(&diagnostics)
        var remote: [JSONPointer: Target] = [:]
        while let reference = walk.nextReference() {
            guard let pointer = reference.pointer else { continue }  // reported by the parser
            if let name = pointer.name(in: "components", "schemas") {
                if let schema = components[name] {
                    targets[ObjectIdentifier(reference)] = Target(schema: schema, component: name)
                } else {
                    let names = document.components.schemas
                    walk.reportDangling(
                        reference,
                        lenient: .anyValue,
                        in: "schemas",
                        names: names.map(\.name),
                        &diagnostics
                    )
                }
                continue
            }
            if remote[pointer] == nil, let schema = walk.parsedSchema(at: pointer, for: reference, &diagnostics) {
                var target = Target(schema: schema)
                if !schema.isPlain, !schema.isPureReference {
                    let name = "#" + pointer.description
                    target.component = name
                    components[name] = schema
                    remoteComponents.append((name, pointer))
                }
                remote[pointer] = target
            }
            targets[ObjectIdentifier(reference)] = remote[pointer]
        }
        schemas = walk.schemas
        objects = walk.objects
        findChains()
        findInlineComponents(remote)
        findCircularAliases(document.components, &diagnostics)
    }

    // MARK: - Lookup

    /// The schema that a reference names; nil if there is none.
    func target(of reference: Reference) -> Target? {
        if let target = targets[ObjectIdentifier(reference)] { return target }
        // A reference that a later pass made.
        guard let name = reference.pointer?.name(in: "components", "schemas"), let schema = components[name] else {
            return nil
        }
        return Target(schema: schema, component: name)
    }

    /// The component in the place of an inline schema; nil if no reference names it.
    func inlineComponent(at schema: Schema) -> Target? {
        inlineComponents.isEmpty ? nil : inlineComponents[ObjectIdentifier(schema)]
    }

    /// The component that a pure reference leads to, or the schema elsewhere that is more than a reference.
    func chainTarget(of schema: Schema) -> Target? {
        if let target = inlineComponent(at: schema) { return target }
        return chains[ObjectIdentifier(schema)]?.target ?? schema.reference.flatMap { target(of: $0) }
    }

    /// The schema at the end of all references. A circle ends at one of its schemas.
    func resolvedTarget(of schema: Schema) -> Schema {
        guard schema.isPureReference, let reference = schema.reference else {
            return inlineComponent(at: schema)?.schema ?? schema
        }
        return chains[ObjectIdentifier(schema)]?.end ?? target(of: reference)?.schema ?? schema
    }

    /// The parameter, response or other object; nil if its reference is invalid.
    func object<Object: ReferencedObject>(_ value: ReferenceOr<Object>) -> Object? {
        switch value {
        case .value(let object): object
        case .reference(let reference): objects[ObjectIdentifier(reference)] as? Object
        }
    }

    // MARK: - Chains

    /// Follows references to references once, so that long chains take linear time.
    private mutating func findChains() {
        for schema in schemas where schema.isPureReference {
            var links: [(id: ObjectIdentifier, target: Target)] = []
            var seen: Set<ObjectIdentifier> = []
            var end = schema
            var known: Chain?
            while end.isPureReference, let reference = end.reference, let target = targets[ObjectIdentifier(reference)],
                !links.isEmpty || target.schema.isPureReference
            {
                let id = ObjectIdentifier(end)
                known = chains[id]
                guard known == nil, seen.insert(id).inserted else { break }
                links.append((id, target))
                end = target.schema
            }
            guard let last = links.last else { continue }
            var target = known?.target ?? last.target
            for link in links.reversed() {
                if link.target.component != nil || !link.target.schema.isPureReference { target = link.target }
                chains[link.id] = Chain(end: known?.end ?? end, target: target)
            }
        }
    }

    /// Finds the places of the components outside `components/schemas`: a schema that references name has one type, also
    /// where it is written.
    private mutating func findInlineComponents(_ remote: [JSONPointer: Target]) {
        guard !remoteComponents.isEmpty else { return }
        let targets = remote.values.filter { $0.component != nil }
        let places = Dictionary(grouping: targets) { $0.schema.origin.location }
        for schema in schemas {
            // Several pointers lead to one location through an alias of YAML.
            let target = places[schema.origin.location]?.first { $0.schema.origin.pointer == schema.origin.pointer }
            guard let target, target.schema !== schema else { continue }
            inlineComponents[ObjectIdentifier(schema)] = target
        }
    }

    private mutating func findCircularAliases(_ components: Components, _ diagnostics: inout DiagnosticList) {
        var known: Set<ByteKey> = []
        for component in components.schemas {
            var path: Set<ByteKey> = []
            var name = component.name
            while let schema = self.components[name], schema.isPureReference, !known.contains(ByteKey(name)),
                let next = schema.reference?.pointer?.name(in: "components", "schemas")
            {
                guard path.insert(ByteKey(name)).inserted else {
                    circularAliases.formUnion(path)
                    diagnostics.reportCircle(name, at: schema.origin)
                    break
                }
                name = next
            }
            if circularAliases.contains(ByteKey(name)) { circularAliases.formUnion(path) }
            known.formUnion(path)
        }
    }
}

extension DiagnosticList {
    mutating func reportCircle(_ name: String, at origin: SourceReference) {
        error("'\(name)' is nothing but a reference to itself; give it a type", lenient: .anyValue, at: origin)
    }
}
