import ClientEmitter

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder that generated files live in.
struct OutputFolder {
    private let url: URL

    init(_ path: String) {
        url = URL(fileURLWithPath: path, isDirectory: true)
    }

    func create() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Writes the file if it differs, so that a build system compiles nothing else. It is whole or untouched.
    ///
    /// Returns what is in the way.
    func write(_ file: GeneratedFile) -> GenerationTool.Failure? {
        let target = url.appendingPathComponent(file.name)
        do {
            try file.bytes.withUnsafeBytes { try write($0, to: target) }
            return nil
        } catch {
            return GenerationTool.Failure(
                message: "\(target.path): error: cannot be written: \(System.reason(of: error))"
            )
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to target: URL) throws {
        // Neither changed nor kept beyond this call.
        let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        let data = start.map { Data(bytesNoCopy: $0, count: bytes.count, deallocator: .none) } ?? Data()
        if let present = try? Data(contentsOf: target), present == data { return }
        try data.write(to: target, options: .atomic)
    }

    /// A unified diff from what is in the folder to the files; empty where they are the same.
    func difference(to files: [GeneratedFile]) throws -> String {
        var names = Set(files.map(\.name))
        let present = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        names.formUnion(present.filter { $0.hasSuffix(".swift") })
        return names.sorted().map { name in
            let old = (try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)) ?? ""
            let new = files.first { $0.name == name }?.text ?? ""
            return UnifiedDiff(old: old, new: new, name: url.lastPathComponent + "/" + name).text
        }.joined()
    }
}
