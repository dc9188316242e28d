import APIRuntime
import Foundation
import Testing

extension ProcessTests {
    /// The sources of the API key.
    @Suite struct KeySourceTests {
        private func key(
            _ arguments: String...,
            environment: [String: String] = [:],
            input: String? = nil,
            files: [(name: String, text: String, mode: Int)] = []
        ) async throws -> (sent: String?, run: Tool.Run) {
            try await Tool.withAnswer(body: "{}") { tool, server in
                var tool = tool
                tool.environment["HANDINGER_API_KEY"] = nil
                tool.environment.merge(environment) { $1 }
                for file in files {
                    try tool.write(Data(file.text.utf8), file.name)
                    try FileManager.default.setAttributes(
                        [.posixPermissions: file.mode],
                        ofItemAtPath: tool.folder.appending(path: file.name).path
                    )
                }
                let run = try await tool.run(list: ["workers", "retrieve", "w"] + arguments, input: input)
                return (server.requests.first?.head.headerFields[.authorization], run)
            }
        }

        @Test func acceptsAPrivateKeyFile() async throws {
            let (sent, run) = try await key("--api-key-file", "key", files: [("key", "hdg_file\n", 0o600)])
            #expect(sent == "Bearer hdg_file")
            #expect(run.errors.isEmpty)
        }

        @Test(arguments: [0o604, 0o640])
        func warnsAboutAReadableKeyFile(mode: Int) async throws {
            let (sent, run) = try await key("--api-key-file", "key", files: [("key", "hdg_file", mode)])
            #expect(sent == "Bearer hdg_file")
            #expect(run.errors.contains("warning: others on this machine can read the key file \"key\""))
            #expect(!run.errors.contains("hdg_file"))
        }

        @Test func rejectsFilesWithoutAKey() async throws {
            let absent = try await key("--api-key-file", "absent")
            #expect(absent.run.status == 2 && absent.sent == nil)
            #expect(absent.run.errors.contains("--api-key-file: the file \"absent\" cannot be read"))
            let folder = try await key("--api-key-file", ".")
            #expect(folder.run.status == 2 && folder.sent == nil)
            for text in ["", "\n", "one\ntwo\n"] {
                let (sent, run) = try await key("--api-key-file", "key", files: [("key", text, 0o600)])
                #expect(run.status == 3 && sent == nil)
                #expect(run.errors.hasPrefix("error: The API key in \"key\" "), "\(run.errors)")
            }
        }

        @Test func readsStandardInput() async throws {
            let (sent, run) = try await key("--api-key", "-", input: "hdg_piped\r\n")
            #expect(sent == "Bearer hdg_piped")
            #expect(run.status == 0 && run.errors.isEmpty)
            let twice = try await key("--api-key", "-", "--worker-id", "@-", input: "hdg_piped")
            #expect(twice.run.status == 2)
        }

        @Test func flagsOverrideTheEnvironment() async throws {
            let environment = ["HANDINGER_API_KEY": "hdg_variable"]
            let file = try await key(
                "--api-key-file",
                "key",
                environment: environment,
                files: [("key", "hdg_file", 0o600)]
            )
            #expect(file.sent == "Bearer hdg_file")
            #expect(try await key("--api-key", "hdg_flag", environment: environment).sent == "Bearer hdg_flag")
            #expect(try await key(environment: environment).sent == "Bearer hdg_variable")
            let both = try await key("--api-key", "a", "--api-key-file", "b")
            #expect(both.run.status == 2)
            #expect(both.run.errors.contains("--api-key and --api-key-file exclude each other."))
        }

        @Test func warnsAboutAKeyInTheArgumentsOnATerminal() async throws {
            try await Tool.withAnswer(body: "{}") { tool, _ in
                let terminal = try Terminal()
                let command = ["workers", "retrieve", "w", "--api-key", "hdg_seen"]
                let run = try await tool.start(command, errors: terminal.program).end()
                #expect(run.status == 0)
                let shown = try terminal.shown()
                #expect(shown.contains("others on this machine can see the value of --api-key"))
                #expect(!shown.contains("hdg_seen"))
                #expect(try await tool.run(list: command).errors.isEmpty)
            }
        }
    }
}
