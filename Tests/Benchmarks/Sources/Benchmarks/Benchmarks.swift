import Floors
import Foundation

/// Runs the benchmarks and prints the figures in one table.
@main enum Benchmarks {
    static func main() async {
        if CommandLine.arguments.dropFirst().first == "--serve" { exit(floor_serve()) }
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            if options.wantsHelp { return print(Options.help) }
            if let part = options.part { return try part.run() }
            if let (candidate, baseURL) = options.streams {
                let result = try await WaitingStreams.measure(candidate, baseURL: baseURL)
                return print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
            }
            let figures = try await run(options)
            var baseline = Baseline()
            print(Table(figures, baseline: baseline).text)
            if options.recordsBaseline { try baseline.record(figures) }
            if let path = options.json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
                try encoder.encode(figures).write(to: URL(fileURLWithPath: path))
            }
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: Options) async throws -> [Figure] {
        var figures: [Figure] = []
        for group in options.groups {
            FileHandle.standardError.write(Data("\(group.rawValue) …\n".utf8))
            switch group {
            case .generate: figures += try GenerateBenchmark(tool: options.tool).figures()
            case .events: figures += try await EventBenchmark().figures()
            case .coding: figures += try CodingBenchmark().figures()
            case .calls: figures += try await CallBenchmark().figures()
            case .transport: figures += try await TransportBenchmark(command: options.command).figures()
            case .memory: figures += try await MemoryBenchmark().figures()
            case .soak: figures += try await SoakBenchmark().figures()
            case .builds: figures += try BuildBenchmark().figures()
            }
        }
        return figures
    }
}

/// The suites to measure.
enum Group: String, CaseIterable {
    case generate, events, coding, calls, transport, memory, soak
    /// Clean builds of several packages; takes many minutes.
    case builds
}

struct Options {
    var groups = Group.allCases.filter { $0 != .builds }
    var json: String?
    var recordsBaseline = false
    var tool: String?
    var command: String?
    var part: PurePart?
    /// The streams to open in a child process; see ``WaitingStreams``.
    var streams: (WaitingStreams.Candidate, baseURL: String)?
    var wantsHelp = false

    static let help = """
        Measures this package against floors that are measured in the same run.

        usage: swift run -c release --package-path Tests/Benchmarks [Benchmarks GROUP …] [OPTION …]

          GROUP           \(Group.allCases.map(\.rawValue).joined(separator: ", "));
                          by default all but builds
          --json FILE     write the figures there too
          --record-baseline
                          write the figures to Tests/Benchmarks/baseline.json, which later runs are compared with
          --tool PATH     a generate-client built in release; by default the one that this package was built with
          --command PATH  a handinger built in release, whose start the group transport then measures too
          --run PART      only go once through a pure part, for .ci/instructions to count:
                          \(PurePart.allCases.map(\.rawValue).joined(separator: ", "))

        HANDINGER_TEST_DATA names a folder with real documents in specs/; those over 1 MB are generated too.
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var named: [Group] = []
        while let argument = rest.popFirst() {
            func value() throws -> String {
                guard let value = rest.popFirst() else { throw Problem("\(argument) needs a value") }
                return value
            }
            switch argument {
            case "--help": wantsHelp = true
            case "--json": json = try value()
            case "--record-baseline": recordsBaseline = true
            case "--tool": tool = try value()
            case "--command": command = try value()
            case "--streams":
                guard let candidate = WaitingStreams.Candidate(rawValue: try value()) else {
                    throw Problem("--streams is for the benchmark itself")
                }
                streams = (candidate, try value())
            case "--run":
                let name = try value()
                guard let part = PurePart(rawValue: name) else { throw Problem("no part is named '\(name)'") }
                self.part = part
            default:
                guard let group = Group(rawValue: argument) else {
                    throw Problem("unknown argument '\(argument)'\n\n\(Self.help)")
                }
                named.append(group)
            }
        }
        if !named.isEmpty { groups = named }
    }
}

/// The reason that a figure cannot be measured.
struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
