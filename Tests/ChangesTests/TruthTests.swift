import APIRuntime
import Foundation
import HandingerGeneratorChanges
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import Testing

/// Proves each case: compiles the program in Fixtures/Shelter, written for the old document, with the client of the new
/// one, and runs it. Each case takes about 1.5 seconds, so only CI enables this suite.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HANDINGER_PROVE_CHANGES"] != nil))
struct TruthTests {
    private static let bench = Result { try Bench() }

    @Test func theProgramRunsWithTheDocumentItWasWrittenFor() throws {
        let outcome = try Self.bench.get().run(Shelter.program(), Shelter.document())
        #expect(outcome == .passed)
    }

    @Test(arguments: ChangeCase.breaking)
    func breaks(_ change: ChangeCase) throws {
        let outcome = try outcome(of: change, isExpectedToFail: true)
        #expect(outcome != .passed)
        guard case .failed(let messages) = outcome else { return }
        // It fails for the reason in the report.
        let names = change.symbol.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let isNamed = names.contains { messages.localizedCaseInsensitiveContains($0) }
        #expect(isNamed || messages.contains("Unexpected("), "\(messages)")
    }

    @Test(arguments: ChangeCase.compatible + ChangeCase.wire + ChangeCase.silent)
    func passes(_ change: ChangeCase) throws {
        #expect(try outcome(of: change) == .passed)
    }

    /// Only comments and the version of the generated code differ.
    @Test(arguments: ChangeCase.documentation)
    func changesNoCode(_ change: ChangeCase) throws {
        #expect(try code(Shelter.document()) == code(Shelter.document(change.edits)))
    }

    private func outcome(of change: ChangeCase, isExpectedToFail: Bool = false) throws -> Bench.Outcome {
        let program = try change.answer.reduce(Shelter.program()) { try $1.applied(to: $0) }
        return try Self.bench.get().run(
            program,
            Shelter.document(change.edits),
            isExpectedToFail: isExpectedToFail
        )
    }

    private func code(_ document: String) throws -> [String] {
        let files = Emission.client.files(
            for: try Shelter.load(document).api,
            module: "Shelter",
            source: "openapi.yaml"
        )
        return files.filter { $0.name != "APIInfo.swift" }.flatMap { file in
            file.text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("//") }.map(
                String.init
            )
        }
    }
}

/// Compiles generated code as a module, and a program that imports it from another package.
private struct Bench {
    enum Outcome: Equatable {
        case passed
        /// The output of the compiler or of the program.
        case failed(String)
    }

    private let folder: URL
    /// The folder of the modules that this test was built with.
    private let products: URL
    private let runtime: URL

    init() throws {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        products = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        folder = FileManager.default.temporaryDirectory.appending(path: "api-changes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        runtime = folder.appending(path: "libRuntime.so")
        let objects = try ["APIRuntime.build", "HTTPTypes.build", "Logging.build"].flatMap { name in
            try FileManager.default.contentsOfDirectory(
                at: products.appending(path: name),
                includingPropertiesForKeys: nil
            ).filter { $0.pathExtension == "o" }.map(\.path)
        }
        let status = try Self.run("swiftc", ["-emit-library", "-o", runtime.path] + objects, in: folder)
        try #require(status.code == 0, "\(status.output)")
    }

    /// - Parameter isExpectedToFail: Type-checks the program before any code generation, which fails sooner with the
    ///   same result.
    func run(_ program: String, _ document: String, isExpectedToFail: Bool = false) throws -> Outcome {
        let place = folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let files = Emission.client.files(
            for: try Shelter.load(document).api,
            module: "Shelter",
            source: "openapi.yaml"
        )
        for file in files {
            try Data(file.text.utf8).write(to: place.appending(path: file.name))
        }
        try Data(program.utf8).write(to: place.appending(path: "main.swift"))
        let curl = Shelter.folder.appending(path: "../../../Sources/Runtime/CCurl/module.modulemap").standardizedFileURL
        let common = [
            "-swift-version", "6", "-Onone", "-I", products.appending(path: "Modules").path,
            "-Xcc", "-fmodule-map-file=\(curl.path)",
        ]
        let module =
            ["-wmo", "-parse-as-library", "-module-name", "Shelter", "-package-name", "shelter"]
            + ["-emit-module", "-emit-object", "-o", "Shelter.o"]
        if isExpectedToFail {
            let declarations = ["-parse-as-library", "-module-name", "Shelter", "-package-name", "shelter"]
            let quick = declarations + ["-emit-module", "-Xfrontend", "-experimental-skip-all-function-bodies"]
            _ = try Self.run("swiftc", common + quick + files.map(\.name), in: place)
            let checked = try Self.run("swiftc", common + ["-I", ".", "-typecheck", "main.swift"], in: place)
            if checked.code != 0 { return .failed(checked.output) }
        }
        let generated = try Self.run("swiftc", common + module + files.map(\.name), in: place)
        try #require(generated.code == 0, "the generated code does not compile: \(generated.output)")
        let link = ["-I", ".", "main.swift", "Shelter.o", runtime.path, "-o", "program"]
        let compiled = try Self.run("swiftc", common + link, in: place)
        guard compiled.code == 0 else { return .failed(compiled.output) }
        let run = try Self.run(place.appending(path: "program").path, [], in: place)
        return run.code == 0 ? .passed : .failed(run.output)
    }

    private static func run(
        _ name: String,
        _ arguments: [String],
        in place: URL
    ) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = place.appending(path: "output-\(UUID().uuidString)")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        process.executableURL = URL(filePath: name.hasPrefix("/") ? name : "/usr/bin/env")
        process.arguments = name.hasPrefix("/") ? arguments : [name] + arguments
        process.currentDirectoryURL = place
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
