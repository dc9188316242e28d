#if Observability
import APIRuntime
import Foundation
import HandingerTestSupport
import InMemoryTracing
import MetricsTestKit
import Testing
import Tracing

@Suite(.timeLimit(.minutes(5))) struct ObservabilityTests {
    private struct Observed {
        var spans: [FinishedInMemorySpan]
        var metrics: TestMetrics
        var error: APIError?
    }

    private func observe(
        _ server: ScriptedServer,
        _ endpoint: Endpoint<JSONValue> = .any()
    ) async throws -> Observed {
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        let client = try makeClient(server, apiKey: "SECRET") {
            $0.middleware = [ObservabilityMiddleware(tracer: tracer, metrics: metrics)]
            $0.credentials = [.apiKey(in: .query, name: "k"): "SECRET"]
        }
        var observed = Observed(spans: [], metrics: metrics)
        do {
            try await client.api.send(endpoint)
        } catch let error as APIError {
            observed.error = error
        }
        observed.spans = tracer.finishedSpans
        return observed
    }

    @Test func eachCallAndEachAttemptIsASpan() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"))
        let endpoint = Endpoint<JSONValue>(
            id: "workers.retrieve",
            method: .get,
            path: "/x?token=SECRET&a=1",
            response: .json,
            security: [[.bearer, .apiKey(in: .query, name: "k")]]
        )
        let spans = try await observe(server, endpoint).spans
        #expect(spans.map(\.operationName) == ["GET", "GET", "workers.retrieve"])
        #expect(spans.map(\.kind) == [.client, .client, .internal])
        #expect(spans.allSatisfy { $0.traceID == spans[0].traceID })
        #expect(spans[0].parentSpanID == spans[2].spanID)
        #expect(spans[1].parentSpanID == spans[2].spanID)

        let first = spans[0].attributes
        #expect(first["http.request.method"]?.toSpanAttribute() == "GET")
        #expect(first["server.address"]?.toSpanAttribute() == "127.0.0.1")
        #expect(first["server.port"]?.toSpanAttribute() == .int64(Int64(server.port)))
        #expect(first["url.full"]?.toSpanAttribute() == .string("\(server.baseURL)/x?token=REDACTED&a=1"))
        #expect(first["http.response.status_code"]?.toSpanAttribute() == 503)
        #expect(first["error.type"]?.toSpanAttribute() == "503")
        #expect(first["http.request.resend_count"] == nil)
        #expect(spans[0].status?.code == .error)
        #expect(spans[1].attributes["http.request.resend_count"]?.toSpanAttribute() == 1)
        #expect(spans[1].attributes["error.type"] == nil)
        #expect(spans[1].status == nil)
        #expect(spans[2].attributes["http.response.status_code"]?.toSpanAttribute() == 200)
        #expect(!"\(spans)".contains("SECRET"))
    }

    @Test func eachAttemptCarriesItsOwnSpan() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"))
        let spans = try await observe(server).spans
        let sent = server.requests.map { request in
            request.headers.filter { $0.name.lowercased().hasPrefix("in-memory") }.map(\.value)
        }
        #expect(sent.count == 2)
        #expect(sent[0].contains(spans[0].spanID) && sent[0].contains(spans[0].traceID))
        #expect(sent[1].contains(spans[1].spanID))
    }

    @Test func errorsAreRecordedWithoutTheirText() async throws {
        let server = try ScriptedServer([.reset])
        let observed = try await observe(server)
        #expect(observed.error?.code == .connection)
        #expect(observed.spans.count == 4)
        #expect(observed.spans[0].attributes["error.type"]?.toSpanAttribute() == "connectionLost")
        #expect(observed.spans[3].attributes["error.type"]?.toSpanAttribute() == "connection")
        #expect(observed.spans.allSatisfy { $0.errors.isEmpty })
    }

    @Test func attemptsAreMeasured() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"))
        let metrics = try await observe(server).metrics
        let common = [
            ("http.request.method", "GET"), ("server.address", "127.0.0.1"), ("url.scheme", "http"),
            ("server.port", "\(server.port)"),
        ]
        let failed = try metrics.expectTimer(
            "http.client.request.duration",
            common + [("http.response.status_code", "503"), ("error.type", "503")]
        )
        #expect(failed.values.count == 1)
        let succeeded = try metrics.expectTimer(
            "http.client.request.duration",
            common + [("http.response.status_code", "200")]
        )
        #expect(succeeded.values.count == 1)
        #expect(try #require(succeeded.lastValue) > 0)
        #expect(try metrics.expectMeter("http.client.active_requests", common).lastValue == 0)
    }
}
#endif
