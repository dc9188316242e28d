import HandingerGeneratorEmitter

/// The folder of the generated files.
struct OutputFolder {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    func create() throws(GenerationTool.Failure) {
        do {
            try System.makeFolder(path)
        } catch {
            throw GenerationTool.Failure(message: "\(path): error: cannot be made: \(error.reason)")
        }
    }

    /// Writes the file atomically and only if it differs, so that a build system recompiles nothing else.
    ///
    /// - Returns: The failure, if any.
    func write(_ file: GeneratedFile) -> GenerationTool.Failure? {
        let target = path + "/" + file.name
        do {
            if try !System.file(target, has: file.bytes) { try System.replace(target, with: file.bytes) }
            return nil
        } catch {
            return GenerationTool.Failure(message: "\(target): error: cannot be written: \(error.reason)")
        }
    }

    /// Returns a unified diff from the files in the folder to the given ones; empty if they are equal.
    func difference(to files: [GeneratedFile]) -> String {
        var names = Set(files.map(\.name))
        names.formUnion(System.names(in: path).filter { $0.hasSuffix(".swift") })
        let folder = path.split(separator: "/").last.map(String.init) ?? path
        return names.sorted().map { name in
            let old = (try? System.read(path + "/" + name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let new = files.first { $0.name == name }?.text ?? ""
            return UnifiedDiff(old: old, new: new, name: folder + "/" + name).text
        }.joined()
    }
}
