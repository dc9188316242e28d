import HandingerGeneratorChanges
import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorPipeline

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `generate-client changes OLD NEW`: shows the effect of an edited document on users of the client.
struct ChangesCommand: Subcommand {
    var old: String
    var new: String
    /// The names of the documents in the report, if not their paths.
    var oldName: String?
    var newName: String?
    var module = "the client"
    var format = ReportRenderer.Format.text
    var failsOnBreaking = false
    var isLenient = false

    static let help = """
        Compares two versions of an OpenAPI document for those who use the Swift client.

        usage: generate-client changes OLD NEW [--format KIND] [--fail-on breaking] [--lenient]

          --format KIND        text (the default), markdown or json
          --fail-on breaking   exit 1 if a change breaks programs that use the client
          --lenient            compare the documents without the places that have errors
          --module NAME        what to call the client in the report
          --old-name NAME, --new-name NAME
                               what to call the two documents in it

        breaking           a program stops compiling, or what it decodes is not what it was written for
        source-compatible  programs compile and work as before
        wire-only          the Swift declarations are the same; what is sent or answered is not
        documentation      only what is written about it

        Exit status: 0 done, 1 a problem of a document or a change to fail on, 2 a wrong command line.
        """

    private static let flags = ["--format", "--fail-on", "--module", "--old-name", "--new-name"]

    /// - Throws: ``Arguments/UsageError`` with the wrong argument and its correction.
    init(_ arguments: [String]) throws(Arguments.UsageError) {
        var documents: [String] = []
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                documents.append(argument)
                continue
            }
            guard argument != "--lenient" else {
                isLenient = true
                continue
            }
            let (flag, attached) = Arguments.split(argument)
            guard Self.flags.contains(flag) else {
                let message = "unknown argument '\(argument)'" + didYouMean(flag, among: Self.flags + ["--lenient"])
                throw Arguments.UsageError(message: message)
            }
            guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
                throw Arguments.UsageError(message: "\(flag) needs a value")
            }
            guard values.updateValue(value, forKey: flag) == nil else {
                throw Arguments.UsageError(message: "\(flag) is given twice")
            }
        }
        guard documents.count == 2 else {
            let count = documents.count == 1 ? "only one is given" : "\(documents.count) are given"
            throw Arguments.UsageError(message: "name two documents, the old one and the new one; \(count)")
        }
        (old, new) = (documents[0], documents[1])
        oldName = values["--old-name"]
        newName = values["--new-name"]
        module = values["--module"] ?? module
        if let text = values["--format"] {
            guard let format = ReportRenderer.Format(rawValue: text) else {
                let formats = ReportRenderer.Format.allCases.map(\.rawValue)
                throw Arguments.UsageError(
                    message: "--format '\(text)' is none of \(formats.joined(separator: ", "))"
                        + didYouMean(text, among: formats)
                )
            }
            self.format = format
        }
        if let level = values["--fail-on"] {
            guard level == Change.Level.breaking.rawValue else {
                throw Arguments.UsageError(message: "--fail-on '\(level)' is not 'breaking'")
            }
            failsOnBreaking = true
        }
    }

    /// Prints the report and returns the exit status.
    func run() throws -> Int32 {
        let (oldDocument, newDocument) = try (
            GenerationTool.load(old, as: oldName, isLenient: isLenient),
            GenerationTool.load(new, as: newName, isLenient: isLenient)
        )
        guard let oldDocument, let newDocument else { return 1 }
        let report = ChangeReport(from: oldDocument.api, to: newDocument.api)
        let renderer = ReportRenderer(
            report,
            module: module,
            old: .init(name: oldName ?? old, index: SpecIndex(oldDocument.document.root)),
            new: .init(name: newName ?? new, index: SpecIndex(newDocument.document.root))
        )
        System.write(renderer.text(format), to: STDOUT_FILENO)
        guard failsOnBreaking, report.bump == .major else { return 0 }
        let count = report.changes(of: .breaking).count
        let changes = count == 1 ? "1 breaking change" : "\(count) breaking changes"
        System.write("error: the document has \(changes), and --fail-on breaking is given\n", to: STDERR_FILENO)
        return 1
    }
}
