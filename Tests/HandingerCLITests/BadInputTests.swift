import Foundation
import HandingerServer
import Testing

extension ProcessTests {
    /// Invalid input produces an error with a suggestion, and no request.
    @Suite struct BadInputTests {
        private func run(
            _ arguments: String...,
            environment: [String: String] = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": "http://127.0.0.1:1"],
            input: String? = nil
        ) async throws -> Tool.Run {
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = environment
            return try await tool.run(list: arguments, input: input)
        }

        @Test func missingAPIKey() async throws {
            let run = try await run("workers", "retrieve", "w", environment: [:])
            #expect(run.status == 3)
            #expect(
                run.errors
                    == "error: There is no API key\nSet HANDINGER_API_KEY, or give --api-key-file or --api-key.\n"
            )
            #expect(run.output.isEmpty)
        }

        #if canImport(Glibc)
        @Test func missingLibcurl() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            // The loader stops at the first file with this name, which is not a library.
            try tool.write(Data(), "libcurl.so.4")
            var environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": "http://127.0.0.1:1"]
            environment["LD_LIBRARY_PATH"] = tool.folder.path
            let run = try await run("workers", "retrieve", "w", environment: environment)
            #expect(run.status != 0)
            #expect(run.errors.contains("libcurl.so.4 cannot be loaded: install libcurl 7.66.0 or later"))
        }
        #endif

        @Test(arguments: [" ", "\t\n"])
        func blankKey(key: String) async throws {
            let byFlag = try await run("workers", "retrieve", "w", "--api-key", key)
            #expect(byFlag.status == 3)
            #expect(byFlag.errors == "error: The API key in --api-key is blank\n")
            let byVariable = try await run("workers", "retrieve", "w", environment: ["HANDINGER_API_KEY": key])
            #expect(byVariable.status == 3)
            #expect(byVariable.errors == "error: The API key in HANDINGER_API_KEY is blank\n")
        }

        @Test func invalidKeysAreNotPrinted() async throws {
            let run = try await run("workers", "retrieve", "w", "--api-key", "hdg_secret\nX: y")
            #expect(run.status == 3)
            #expect(run.errors.contains("line break"))
            #expect(!run.errors.contains("hdg_secret"))
        }

        @Test func baseURLWithoutScheme() async throws {
            let message = "is missing a scheme (expected http:// or https://)\n"
            let byFlag = try await run("workers", "retrieve", "w", "--base-url", "localhost:8080")
            #expect(byFlag.status == 2)
            #expect(byFlag.errors == "error: --base-url \"localhost:8080\" " + message)
            let byVariable = try await run(
                "workers",
                "retrieve",
                "w",
                environment: ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": "localhost"]
            )
            #expect(byVariable.status == 2)
            #expect(byVariable.errors == "error: HANDINGER_BASE_URL \"localhost\" " + message)
            let blank = try await run("workers", "retrieve", "w", "--base-url", " ")
            #expect(blank.status == 2)
            #expect(blank.errors.contains("--base-url is blank"))
            let other = try await run("workers", "retrieve", "w", "--base-url", "ftp://x")
            #expect(other.status == 2)
            #expect(other.errors.contains("\"ftp://x\" has a scheme other than http and https"))
        }

        @Test func unreachableServer() async throws {
            let server = try await LocalServer()
            await server.stop()
            let run = try await run("workers", "retrieve", "w", "--base-url", server.baseURL.absoluteString)
            #expect(run.status == 7)
            #expect(run.errors.contains("refused the connection"))
            #expect(run.errors.contains("GET \(server.baseURL.absoluteString)/api/workers/w"))
            #expect(run.errors.contains("--base-url"))
        }

        @Test func namesAllMissingFlags() async throws {
            let run = try await run("workers:schedules", "create", "--input", "x")
            #expect(run.status == 2)
            #expect(
                run.errors == """
                    error: Required flags missing: --worker-id, --when (or --at, --in, --cron, --every)
                    Run 'handinger workers:schedules create --help' for what it takes.

                    """
            )
            let empty = try await self.run("workers", "retrieve", "--worker-id", "")
            #expect(empty.status == 2)
            #expect(empty.errors.contains("--worker-id is empty"))
        }

        @Test(
            arguments: [
                (["wrkers", "create"], "handinger workers"),
                (["workers", "craete"], "handinger workers create"),
                (["workers:schedles", "list"], "handinger workers schedules"),
                (["workers:schedules", "cancl"], "handinger workers:schedules cancel"),
                (["srve"], "handinger serve"),
            ]
        )
        func misspeltCommand(arguments: [String], meant: String) async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let run = try await tool.run(list: arguments)
            #expect(run.status == 2)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("Did you mean '\(meant)'?"), "\(run.errors)")
        }

        @Test func misspeltFlagAndValue() async throws {
            let flag = try await run("workers", "create", "--inptu", "x")
            #expect(flag.status == 2)
            #expect(flag.errors.hasPrefix("error: Unknown option '--inptu'"), "\(flag.errors)")
            #expect(flag.errors.contains("Did you mean '--input'?"))
            let value = try await run("workers", "create", "--input", "x", "--budget", "hgih")
            #expect(value.status == 2)
            #expect(value.errors.contains("\"hgih\" is not one of low, standard, high, unlimited"))
            #expect(value.errors.contains("Did you mean \"high\"?"))
        }

        @Test func malformedValues() async throws {
            let create = ["workers:schedules", "create", "--worker-id", "w", "--input", "x", "--when"]
            let cases = [
                ("{type: cron", "--when:1:12: error:"),
                ("{type: cron}", "--when: \"cron\" is missing"),
                ("{type: delayed, delayInSeconds: soon}", "--when, at delayInSeconds: must be a whole number"),
                ("{type: scheduled, date: tomorrow}", "--when, at date: "),
                ("@absent.yaml", "--when: the file \"absent.yaml\" does not exist"),
            ]
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": "http://127.0.0.1:1"]
            for (when, message) in cases {
                let run = try await tool.run(list: create + [when])
                #expect(run.status == 2, "\(when)")
                #expect(run.errors.contains(message), "\(when): \(run.errors)")
            }
        }

        @Test func standardInputWithoutAMapOrWithUnknownKeys() async throws {
            let list = try await run("workers", "create", input: "[1, 2]")
            #expect(list.status == 2)
            #expect(list.errors.contains("must be a map in YAML or JSON and is a list"))
            let broken = try await run("workers", "create", input: "input: [1\n")
            #expect(broken.status == 2)
            #expect(broken.errors.contains("standard input:2:1: error:"), "\(broken.errors)")
            let unknown = try await run("workers", "retrieve", input: "workerid: w")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("Did you mean \"workerId\"?"))
        }

        @Test func helpAndVersionGoToStandardOutput() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            for flag in ["--version", "-v"] {
                let run = try await tool.run(flag)
                #expect(run.status == 0)
                #expect(run.output.hasPrefix("handinger "))
            }
            for arguments in [
                ["--help"], ["help", "workers:schedules", "create"], ["workers", "schedules", "create", "-h"],
            ] {
                let run = try await tool.run(list: arguments)
                #expect(run.status == 0)
                #expect(run.output.contains("OVERVIEW:") && run.errors.isEmpty)
            }
            let create = try await tool.run("workers", "create", "--help")
            #expect(create.output.contains("--budget <low|standard|high|unlimited>"))
            #expect(create.output.contains("Default: `standard`"))
        }
    }
}
