import ClientModel

/// Files that share one kind of declaration, so that a compiler can use all cores and an edit recompiles one of them.
///
/// The names are fixed. A document of a usual size is all in the first file, in its own order, because people read
/// and review it; only one past ``threshold`` is spread. Then a declaration's file depends on its name alone: adding
/// another changes no file but that one's.
struct Shards {
    let name: String
    let count: Int

    static let models = Shards(name: "Models", count: 8)
    static let unions = Shards(name: "Unions", count: 4)
    static let endpoints = Shards(name: "Endpoints", count: 2)
    static let resources = Shards(name: "Resources", count: 2)

    /// How many types at the top level, or operations, stay together.
    static let threshold = 300

    /// `Models.swift`, `Models2.swift`, ….
    var fileNames: [String] { (1...count).map { name + ($0 == 1 ? "" : String($0)) + ".swift" } }

    /// The file for a declaration: FNV-1a of its name, which is the same on every machine and in every run.
    func index(of name: String, isSpread: Bool) -> Int {
        guard isSpread else { return 0 }
        var hash: UInt32 = 2_166_136_261
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        // The last letters reach all bits only so (the finalizer of MurmurHash3).
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return Int((hash ^ hash >> 16) % UInt32(count))
    }
}

extension FileEmitter {
    func models() -> [[UInt8]] {
        declarations(in: .models) { declaration in
            if case .union = declaration.kind { false } else { true }
        }
    }

    func unions() -> [[UInt8]] {
        declarations(in: .unions) { declaration in
            if case .union = declaration.kind { true } else { false }
        }
    }

    private func declarations(in shards: Shards, where isWanted: (TypeDeclaration) -> Bool) -> [[UInt8]] {
        var writers = self.writers(for: shards)
        let isSpread = api.types.count > Shards.threshold
        for type in api.types {
            write(type, types, isWanted, to: &writers[shards.index(of: type.name, isSpread: isSpread)])
        }
        return files(writers)
    }

    private func write(
        _ type: TypeDeclaration,
        _ outer: TypePrinter,
        _ isWanted: (TypeDeclaration) -> Bool,
        to writer: inout SwiftWriter
    ) {
        let types = outer.inside(type)
        if isWanted(type) {
            writer.line()
            writer.line("// MARK: - \(type.qualifiedName)")
            writer.line()
            TypeEmitter(declaration: type, types: types).write(to: &writer)
        }
        for nested in type.nested { write(nested, types, isWanted, to: &writer) }
    }

    func endpoints() -> [[UInt8]] {
        var writers = self.writers(for: .endpoints)
        writers[0].line()
        writers[0].block("nonisolated extension \(clientName)") { writer in
            writer.line("/// What each method sends, as a value: for ``APIClient`` and for tests.")
            writer.line("public enum Endpoints {}")
        }
        let isSpread = api.endpoints.count > Shards.threshold
        for endpoint in api.endpoints {
            let index = Shards.endpoints.index(of: endpoint.idParts[0], isSpread: isSpread)
            writeEndpoint(endpoint, to: &writers[index])
        }
        return files(writers)
    }

    private func writeEndpoint(_ endpoint: EndpointDeclaration, to writer: inout SwiftWriter) {
        writer.line()
        if endpoint.isMain {
            writer.line("// MARK: - \(SwiftLiteral.title(endpoint.id))")
            writer.line()
        }
        writer.block("nonisolated extension \(clientName).Endpoints") { writer in
            EndpointEmitter(endpoint: endpoint, types: types).write(to: &writer)
        }
    }

    func resources() -> [[UInt8]] {
        var writers = self.writers(for: .resources)
        let emitter = ResourceEmitter(api: api, client: clientName, types: types)
        if !api.root.endpoints.isEmpty { writers[0].line() }
        emitter.writeRoot(to: &writers[0])
        let isSpread = api.endpoints.count > Shards.threshold
        for child in api.root.children {
            emitter.write(child, to: &writers[Shards.resources.index(of: child.name, isSpread: isSpread)])
        }
        return files(writers)
    }

    private func writers(for shards: Shards) -> [SwiftWriter] {
        Array(repeating: header(importing: ["APIRuntime", "Foundation"]), count: shards.count)
    }

    /// A file without declarations says why it is there.
    private func files(_ writers: [SwiftWriter]) -> [[UInt8]] {
        let empty = header(importing: ["APIRuntime", "Foundation"])
        var note = header(importing: [])
        note.line("// What large documents need this file for stands elsewhere in this one.")
        return writers.map { $0 == empty ? note.bytes : $0.bytes }
    }
}
