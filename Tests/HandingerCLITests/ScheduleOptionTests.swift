import APIRuntime
import Foundation
import Handinger
import HandingerServer
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// The shortcut flags of a union: `--cron`, `--every`, `--in`, `--at`.
    @Suite struct ScheduleOptionTests {
        private static let create = ["workers:schedules", "create", "--worker-id", "w", "--input", "x"]

        @Test(
            arguments: [
                (["--cron", "0 9 * * 1"], #"{"cron":"0 9 * * 1","type":"cron"}"#),
                (["--every", "6h"], #"{"intervalSeconds":21600,"type":"interval"}"#),
                (["--interval", "1h30m"], #"{"intervalSeconds":5400,"type":"interval"}"#),
                (["--in", "30m"], #"{"delayInSeconds":1800,"type":"delayed"}"#),
                (["--delayed", "45"], #"{"delayInSeconds":45,"type":"delayed"}"#),
                (["--at", "2030-12-01T09:00Z"], #"{"date":"2030-12-01T09:00:00Z","type":"scheduled"}"#),
                (
                    ["--at", "2030-12-01 09:00:01.5+01:00"],
                    #"{"date":"2030-12-01T09:00:01.5+01:00","type":"scheduled"}"#
                ),
                (["--at", "2030-12-01"], #"{"date":"2030-12-01T00:00:00Z","type":"scheduled"}"#),
            ]
        )
        func flagsCreateUnionMembers(arguments: [String], when: String) async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let run = try await tool.run(list: Self.create + arguments)
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.errors.isEmpty)
                #expect(server.requests.first?.body == "{\"input\":\"x\",\"when\":\(when)}")
            }
        }

        @Test func shortcutFlagsExcludeEachOther() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                for (arguments, names) in [
                    (["--cron", "0 9 * * 1", "--every", "6h"], "--cron and --every"),
                    (["--in", "1h", "--when", "{type: cron, cron: 0 9 * * 1}"], "--when and --in"),
                ] {
                    let run = try await tool.run(list: Self.create + arguments)
                    #expect(run.status == 2)
                    #expect(run.errors.contains("error: \(names) exclude each other"), "\(run.errors)")
                }
                let none = try await tool.run(list: Self.create)
                #expect(none.status == 2)
                #expect(none.errors.contains("Required flag missing: --when (or --at, --in, --cron, --every)"))
                let piped = try await tool.run(list: Self.create + ["--every", "1d"], input: "when: {type: cron}")
                #expect(piped.status == 0)
                #expect(
                    server.requests.map(\.body) == [
                        #"{"input":"x","when":{"intervalSeconds":86400,"type":"interval"}}"#
                    ]
                )
            }
        }

        @Test(
            arguments: [
                (["--every", "soon"], "--every: \"soon\" is no length of time in whole seconds"),
                (["--in", "10ms"], "--in: \"10ms\" is no length of time in whole seconds"),
                (["--at", "tomorrow"], "error: --at: \"tomorrow\" is not a date\nWrite it as 2030-01-31, "),
                (["--at", "2030-02-30"], "error: --at: \"2030-02-30\" is not a date\n"),
            ]
        )
        func rejectsInvalidValues(arguments: [String], message: String) async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let run = try await tool.run(list: Self.create + arguments)
                #expect(run.status == 2)
                #expect(run.errors.contains(message), "\(run.errors)")
                #expect(server.requests.isEmpty)
            }
        }

        @Test func serverAcceptsEachKind() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let create = [
                    "workers", "schedules", "create", "--worker-id", id, "--input", "x", "--transform", "type", "-r",
                ]
                for (arguments, type) in [
                    (["--cron", "0 9 * * 1"], "cron"), (["--every", "6h"], "interval"), (["--in", "30m"], "delayed"),
                    (["--at", "2099-12-01T09:00Z"], "scheduled"),
                ] {
                    #expect(try await tool.run(list: create + arguments).output == type + "\n")
                }
            }
        }

        @Test func showsTheNextRunsOnATerminal() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                func shown(_ arguments: String...) async throws -> String {
                    let terminal = try Terminal()
                    let run = try await tool.start(Self.create + arguments, errors: terminal.program).end()
                    #expect(run.status == 0)
                    return try terminal.shown()
                }
                let cron = try await shown("--cron", "30 9 * * 1")
                #expect(cron.contains("The next runs, until it is cancelled:"))
                #expect(cron.matches(of: /Mon \d{4}-\d\d-\d\d 09:30:00 UTC/).count == 3, "\(cron)")
                let once = try await shown("--at", "2099-12-01T09:00Z")
                #expect(once.contains("The only run:") && once.contains("Tue 2099-12-01 09:00:00 UTC"), "\(once)")
                #expect(try await shown("--cron", "61 * * * *").contains("cannot tell when this runs"))
                #expect(server.requests.count == 3)
            }
        }

        @Test(arguments: [("ABC-5:30", " (Wed 2099-12-02 01:30:00 ABC)"), ("UTC", ""), ("no/such/zone", "")])
        func showsTheLocalTimeIfItIsNotUTC(zone: String, expected: String) async throws {
            try await Tool.withAnswer(body: "{}") { tool, _ in
                var tool = tool
                tool.environment["TZ"] = zone
                let terminal = try Terminal()
                let create = Self.create + ["--at", "2099-12-01T20:00Z"]
                let run = try await tool.start(create, errors: terminal.program).end()
                #expect(run.status == 0)
                let shown = try terminal.shown()
                #expect(shown.contains("  Tue 2099-12-01 20:00:00 UTC\(expected), "), "\(shown)")
            }
        }

        @Test(arguments: [
            ("y\n", [], 0), ("\n", [], 0), ("n\n", [], 1), ("\u{4}", [], 1), ("", ["--yes"], 0), ("", ["--curl"], 0),
        ])
        func asksBeforeCreatingARecurringSchedule(answer: String, options: [String], status: Int32) async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let terminal = try Terminal()
                try terminal.type(answer)
                let run = try await tool.start(
                    Self.create + ["--every", "6h"] + options,
                    terminal: terminal,
                    errors: terminal.program
                ).end()
                #expect(run.status == status)
                let shown = try terminal.shown()
                #expect(shown.contains("Create this schedule? [Y/n]") == options.isEmpty, "\(shown)")
                #expect(shown.contains("Nothing was created") == (status == 1))
                #expect(server.requests.count == (status == 0 && options != ["--curl"] ? 1 : 0))
            }
        }

        @Test func helpShowsTheExamplesOfTheDocument() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let help = try await tool.run("workers:schedules", "create", "--help").output
            for part in ["--cron '0 9 * * 1'", "--in 1h", "--every 10m", "--at 2099-12-31T09:00:00Z"] {
                #expect(help.contains(part), "\(part)")
            }
            #expect(help.contains("--at, --scheduled <date>"), "\(help)")
            #expect(
                try await tool.run("workers", "create", "--help").output.contains(
                    "  handinger workers create --input x\n"
                )
            )
        }
    }
}

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("90s", 90), ("30m", 1_800), ("6h", 21_600), ("2d", 172_800), ("1w", 604_800), ("1h30m", 5_400),
            ("1.5 hours", 5_400), ("1 day 2 min", 86_520), ("7", 7), ("-7", -7), ("1000ms", 1), ("0.1m", 6), ("0s", 0),
            ("1000000w", 604_800_000_000),
        ]
    )
    func read(text: String, seconds: Int) {
        #expect(DurationText.parse(text, in: .seconds) == seconds)
    }

    @Test(
        arguments: [
            "", " ", "h", "1x", "1h30", "1.5s", "1..5h", ".5h", "5.h", "-1h", "1h -1m", "1e3s", "١h", "٣",
            "999999999999999999999w", "9999999999999999s",
        ]
    )
    func refused(text: String) {
        #expect(DurationText.parse(text, in: .seconds) == nil)
    }

    @Test(arguments: [
        (3_600, "1h"), (90, "90s"), (600, "10m"), (1_209_600, "2w"), (0, "0s"), (86_400, "1d"),
        (Int.max, "\(Int.max)s"),
    ])
    func written(seconds: Int, text: String) {
        #expect(DurationText.text(seconds, of: .seconds) == text)
    }
}
