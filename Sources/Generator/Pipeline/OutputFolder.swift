import HandingerGeneratorEmitter

/// The folder that generated files live in.
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

    /// Writes the file if it differs, so that a build system compiles nothing else. It is whole or untouched.
    ///
    /// Returns what is in the way.
    func write(_ file: GeneratedFile) -> GenerationTool.Failure? {
        let target = path + "/" + file.name
        do {
            if try !System.file(target, has: file.bytes) { try System.replace(target, with: file.bytes) }
            return nil
        } catch {
            return GenerationTool.Failure(message: "\(target): error: cannot be written: \(error.reason)")
        }
    }

    /// A unified diff from what is in the folder to the files; empty where they are the same.
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
