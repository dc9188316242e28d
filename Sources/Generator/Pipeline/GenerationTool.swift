import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
package import HandingerGeneratorModel
package import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A command such as `changes`, named by the first argument.
package protocol Subcommand: Sendable {
    /// The text that `--help` prints.
    static var help: String { get }

    /// - Throws: ``Arguments/UsageError`` with the wrong argument and its correction.
    init(_ arguments: [String]) throws(Arguments.UsageError)

    /// Runs the command and returns the exit status.
    func run() throws -> Int32
}

/// The whole pipeline: bytes → `Node` → `Document` → `API` → files. Each stage returns a value that the next one takes.
package enum GenerationTool {
    private static let version = "0.1.0"

    /// Bytes. Stages recurse along the nesting and the references of a document, which the main thread's stack is too
    /// small for.
    private static let stackSize = 512 << 20

    /// Runs the command line and ends the process.
    ///
    /// - Parameter subcommands: The additional commands, by name.
    package static func main(_ subcommands: [String: any Subcommand.Type] = [:]) -> Never {
        let isStarted = LargeStackThread.start(stackSize: stackSize) {
            work(subcommands)
            exit(0)
        }
        guard isStarted else {
            // The main thread's stack is enough for most documents.
            work(subcommands)
            exit(0)
        }
        while true { sleep(1_000) }
    }

    private static func work(_ subcommands: [String: any Subcommand.Type]) {
        let given = Array(CommandLine.arguments.dropFirst())
        let subcommand = given.first.flatMap { subcommands[$0] }
        if given.contains("--help") {
            print(subcommand?.help ?? Arguments.help)
            return
        }
        if given.contains("--version") {
            print("generate-client \(version)")
            return
        }
        do {
            if let subcommand {
                exit(try subcommand.init(Array(given.dropFirst())).run())
            }
            try run(Arguments(given))
        } catch let error as Arguments.UsageError {
            let command = subcommand == nil ? "generate-client" : "generate-client \(given[0])"
            fail("error: \(error.message)\nTry '\(command) --help'.", status: 2)
        } catch let error as Failure {
            fail(error.message, status: 1)
        } catch {
            fail("error: \(error)", status: 1)
        }
    }

    /// An error that ends the run, with its message for the user.
    struct Failure: Error {
        var message: String
    }

    private static func run(_ arguments: Arguments) throws {
        let isLinting = if case .lint = arguments.action { true } else { false }
        let document = try load(
            arguments.specification,
            module: arguments.module,
            isLinting: isLinting,
            isStrict: arguments.isStrict,
            isLenient: arguments.isLenient,
            describesRequests: arguments.emission.describesRequests
        )
        guard let document else { exit(1) }
        // Exits before the trees are freed: that would take longer than writing the files.
        try withExtendedLifetime(document) {
            if !isLinting { try emit(document.api, arguments) }
            exit(0)
        }
    }

    private static func emit(_ api: API, _ arguments: Arguments) throws {
        let name = arguments.specification.split(separator: "/").last.map(String.init) ?? arguments.specification
        let emission = arguments.emission
        if let expected = arguments.expectedFiles, expected.sorted() != emission.fileNames.sorted() {
            throw Failure(
                message: "error: the caller expects \(expected.sorted().joined(separator: ", ")) but "
                    + "\(emission.fileNames.sorted().joined(separator: ", ")) would be written; "
                    + "plugin and tool are of different versions"
            )
        }
        let flag = arguments.unless
        let finished: @Sendable (GeneratedFile) -> GeneratedFile = { file in flag.map { file.unless($0) } ?? file }
        switch arguments.action {
        case .write(let path):
            let folder = OutputFolder(path)
            try folder.create()
            let failures = emission.mapFiles(for: api, module: arguments.module, source: name) { file in
                folder.write(finished(file))
            }
            if let failure = failures.compactMap(\.self).first { throw failure }
        case .check(let path):
            let files = emission.files(for: api, module: arguments.module, source: name).map(finished)
            let difference = OutputFolder(path).difference(to: files)
            guard difference.isEmpty else {
                print(difference, terminator: "")
                exit(1)
            }
        case .lint: break
        }
    }

    /// A document and its resolved API.
    package struct LoadedDocument {
        package var document: Document
        package var api: API
    }

    /// Runs the stages before the emitter and prints their diagnostics. Returns nil after an error.
    ///
    /// - Parameter name: The name of the document in diagnostics, if it is not the path.
    package static func load(
        _ path: String,
        as name: String? = nil,
        module: String = "",
        isLinting: Bool = false,
        isStrict: Bool = false,
        isLenient: Bool = false,
        describesRequests: Bool = false
    ) throws -> LoadedDocument? {
        var file = try read(path)
        if let name { file = SourceFile(name: name, bytes: file.bytes) }
        var diagnostics = DiagnosticList(isLenient: isLenient)
        var result: LoadedDocument?
        let root = Composer.compose(file, diagnostics: &diagnostics)
        if let document = root.flatMap({ Document.parse($0, diagnostics: &diagnostics) }) {
            let api = API(
                document,
                module: module,
                isLinting: isLinting,
                describesRequests: describesRequests,
                diagnostics: &diagnostics
            )
            result = LoadedDocument(document: document, api: api)
        }
        if isStrict { diagnostics.turnWarningsIntoErrors() }
        if !diagnostics.isEmpty {
            System.write(DiagnosticRenderer(file: file).render(diagnostics), to: STDERR_FILENO)
        }
        if diagnostics.hasErrors, diagnostics.areErrorsAvoidable {
            System.write(
                "note: --lenient, or \"lenient\": true in generate-client.json, generates a client without these places\n",
                to: STDERR_FILENO
            )
        }
        return diagnostics.hasErrors ? nil : result
    }

    private static func read(_ path: String) throws -> SourceFile {
        do throws(System.Failure) {
            return SourceFile(name: path, bytes: try System.read(path))
        } catch {
            guard error.code != ENOENT else {
                throw Failure(message: "\(path): error: there is no such file; give the OpenAPI document with --spec")
            }
            throw Failure(message: "\(path): error: cannot be read: \(error.reason)")
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        System.write(message + "\n", to: STDERR_FILENO)
        exit(status)
    }
}
