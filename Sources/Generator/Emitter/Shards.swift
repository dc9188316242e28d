import HandingerGeneratorModel

/// Distributes declarations of one kind over several files, so that the compiler uses all cores and an edit recompiles few.
///
/// Up to ``threshold`` declarations stay in the first file, in document order, for reviewers. Beyond it, a declaration's
/// file depends on its name alone, so adding one changes one file.
struct Shards {
    let name: String
    let count: Int

    static let models = Shards(name: "Models", count: 8)
    static let unions = Shards(name: "Unions", count: 4)
    static let endpoints = Shards(name: "Endpoints", count: 2)
    static let resources = Shards(name: "Resources", count: 2)

    /// The largest number of declarations that stay in one file.
    static let threshold = 300

    /// `Models.swift`, `Models2.swift`, ….
    var fileNames: [String] { (1...count).map { name + ($0 == 1 ? "" : String($0)) + ".swift" } }

    /// The index of a declaration's file, from the FNV-1a hash of its name.
    func index(of name: String, isSpread: Bool) -> Int {
        guard isSpread else { return 0 }
        var hash: UInt32 = 2_166_136_261
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        // The finalizer of MurmurHash3 spreads the last letters over all bits.
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return Int((hash ^ hash >> 16) % UInt32(count))
    }
}

/// Emits one file.
typealias Work = @Sendable () -> [UInt8]

// The emitters of the files, in the order of their names. They are independent of each other.
extension FileEmitter {
    func models() -> [Work] {
        declarations(in: .models) { declaration in
            if case .union = declaration.kind { false } else { true }
        }
    }

    func unions() -> [Work] {
        declarations(in: .unions) { declaration in
            if case .union = declaration.kind { true } else { false }
        }
    }

    private func declarations(
        in shards: Shards,
        where isWanted: @escaping @Sendable (TypeDeclaration) -> Bool
    ) -> [Work] {
        files(of: shards) { shard, writer in
            let all = api.types
            let isSpread = all.count > Shards.threshold
            for type in all where shards.index(of: type.name, isSpread: isSpread) == shard {
                write(type, types, isWanted, to: &writer)
            }
        }
    }

    private func write(
        _ type: TypeDeclaration,
        _ outer: TypePrinter,
        _ isWanted: (TypeDeclaration) -> Bool,
        to writer: inout SwiftWriter
    ) {
        guard !type.nested.isEmpty || isWanted(type) else { return }
        let types = outer.inside(type)
        if isWanted(type) {
            writer.line()
            writer.line("// MARK: - \(type.qualifiedName)")
            writer.line()
            TypeEmitter(declaration: type, types: types).write(to: &writer)
        }
        for nested in type.nested { write(nested, types, isWanted, to: &writer) }
    }

    func endpoints() -> [Work] {
        let isSpread = api.endpoints.count > Shards.threshold
        return files(of: .endpoints) { shard, writer in
            if shard == 0 {
                writer.line()
                writer.block("nonisolated extension \(clientName)") { writer in
                    writer.line("/// The request of each method as a value, for ``APIClient`` and for tests.")
                    writer.line("public enum Endpoints {}")
                }
            }
            for endpoint in api.endpoints
            where Shards.endpoints.index(of: endpoint.idParts[0], isSpread: isSpread) == shard {
                writeEndpoint(endpoint, to: &writer)
            }
        }
    }

    private func writeEndpoint(_ endpoint: EndpointDeclaration, to writer: inout SwiftWriter) {
        writer.line()
        if endpoint.isMain {
            writer.line("// MARK: - \(SwiftLiteral.title(endpoint.id))")
            writer.line()
        }
        writer.block("nonisolated extension \(clientName).Endpoints") { writer in
            EndpointEmitter(endpoint: endpoint, types: types).write(to: &writer)
            if let name = endpoint.headersName {
                writer.line()
                ResponseHeaderEmitter(endpoint: endpoint, types: types, name: name).write(to: &writer)
            }
            if let name = endpoint.defaultsName {
                writer.line()
                DefaultsEmitter(endpoint: endpoint, types: types).write(as: name, to: &writer)
            }
        }
    }

    func resources() -> [Work] {
        let isSpread = api.endpoints.count > Shards.threshold
        return files(of: .resources) { shard, writer in
            let emitter = ResourceEmitter(api: api, client: clientName, types: types)
            if shard == 0 {
                if !api.root.endpoints.isEmpty { writer.line() }
                emitter.writeRoot(to: &writer)
            }
            for child in api.root.children
            where Shards.resources.index(of: child.name, isSpread: isSpread) == shard {
                emitter.write(child, to: &writer)
            }
        }
    }

    private func files(
        of shards: Shards,
        _ body: @escaping @Sendable (_ shard: Int, inout SwiftWriter) -> Void
    ) -> [Work] {
        (0..<shards.count).map { shard in
            {
                var writer = header(importing: ["APIRuntime", "Foundation"])
                let start = writer.count
                body(shard, &writer)
                return writer.count > start ? writer.bytes : emptyFile
            }
        }
    }

    /// The content of a file without declarations.
    private var emptyFile: [UInt8] {
        var note = header(importing: [])
        note.line("// Intentionally empty: SwiftPM requires every declared output.")
        return note.bytes
    }
}
