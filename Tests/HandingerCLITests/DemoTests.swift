import APIRuntime
import Foundation
import HandingerServer
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// The demo calls all operations and detects wrong responses.
    @Suite struct DemoTests {
        @Test func allChecksPass() async throws {
            var tool = try Tool()
            defer { tool.remove() }
            // Settings for other commands or the network must not affect the demo.
            tool.environment = [
                "HANDINGER_BASE_URL": "http://127.0.0.1:1", "HANDINGER_API_KEY": " ",
                "http_proxy": "http://127.0.0.1:1",
            ]
            let run = try await tool.run("demo")
            #expect(run.status == 0, "\(run.output)\n\(run.errors)")
            #expect(run.errors.isEmpty)
            #expect(!run.output.contains("\u{1B}"))
            let lines = run.output.split(separator: "\n")
            #expect(lines.last?.hasPrefix("✓ Every answer was right: 15 requests, ") == true)
            let requests = lines.filter { $0.contains(" → ") }
            #expect(requests.count == 15)
            #expect(requests.contains { $0.contains("POST /api/workers → 200 OK") })
            #expect(requests.contains { $0.contains("DELETE ") && $0.contains(" → 404 Not Found") })
            for kind in ["scheduled", "delayed", "cron", "interval"] {
                #expect(lines.contains { $0.hasPrefix("  \(kind)") && $0.contains("next run ") }, "\(kind)")
            }
        }

        /// Each argument replaces a text in the server's responses.
        @Test(
            arguments: [
                (#""status":"completed""#, #""status":"running""#),
                (#""nextRunAt":"20"#, #""nextRunAt":"19"#),
                (#""delayInSeconds":3600"#, #""delayInSeconds":3601"#),
                (#""cancelled":true"#, #""cancelled":false"#),
                ("# And if", "# And is"),
                ("localhost\"", "localhost@\""),
                (#""object":"worker""#, #""object":"walker""#),
            ]
        )
        func detectsWrongResponses(right: String, wrong: String) async throws {
            let configuration = LocalServer.Configuration(stepInterval: .zero)
            let nothing = try #require(FileHandle(forWritingAtPath: "/dev/null"))
            let report = try await LocalServer.withServer(configuration) { server in
                let report = DemoReport(port: OutputPort(nothing.fileDescriptor))
                var demo = try Demo(
                    baseURL: server.baseURL.absoluteString,
                    apiKey: server.apiKey,
                    report: report,
                    transport: TamperingTransport(right: right, wrong: wrong)
                )
                try await demo.run()
                return report
            }
            #expect(report.checkCount > 50)
            #expect(report.failureCount > 0)
        }
    }
}

/// Replaces a text in each chunk of each response.
private struct TamperingTransport: Transport {
    let right: String
    let wrong: String

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        var (response, content) = try await CurlTransport.shared.send(request, body: body, options: options)
        response.headerFields[.contentLength] = nil
        let falsified = content.map { [right, wrong] chunk in
            Array(String(decoding: chunk, as: UTF8.self).replacing(right, with: wrong).utf8)
        }
        return (response, HTTPBody(falsified))
    }
}
