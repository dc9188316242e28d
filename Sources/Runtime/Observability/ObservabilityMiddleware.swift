#if Observability
public import HTTPTypes
import Instrumentation
public import Metrics
import ServiceContextModule
public import Tracing

/// A middleware that records spans and metrics by OpenTelemetry's conventions for HTTP clients.
///
/// The package's trait `Observability` enables it. Make it the first middleware, so that it covers the others:
///
/// ```swift
/// configuration.middleware = [ObservabilityMiddleware()]
/// ```
///
/// Each call is a span of kind `internal` with the ID of its operation; each attempt is a span of kind `client` within
/// it, whose context is sent in the request's header fields. The metrics are `http.client.request.duration`, a timer
/// per attempt up to the head of the response, and `http.client.active_requests`. They contain no credentials: the
/// client adds them later, and secrets in the URL are redacted.
public struct ObservabilityMiddleware: Middleware {
    private let customTracer: (any Tracer)?
    private let customFactory: (any MetricsFactory)?

    /// Creates a middleware.
    ///
    /// - Parameters:
    ///   - tracer: The tracer; nil for `InstrumentationSystem.tracer`.
    ///   - metrics: The metrics factory; nil for `MetricsSystem.factory`.
    public init(tracer: (any Tracer)? = nil, metrics: (any MetricsFactory)? = nil) {
        customTracer = tracer
        customFactory = metrics
    }

    private var tracer: any Tracer { customTracer ?? InstrumentationSystem.tracer }
    private var factory: any MetricsFactory { customFactory ?? MetricsSystem.factory }

    /// Records a span for the call.
    public func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        let span = tracer.startAnySpan(context.operation, ofKind: .internal)
        defer { span.end() }
        return try await outcome(in: span) { try await next(request, body: body) }.get()
    }

    /// Records a span and metrics for the attempt.
    public func interceptAttempt(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        let facts = RequestFacts(request)
        let span = tracer.startAnySpan(facts.spanName, ofKind: .client)
        defer { span.end() }
        for (name, value) in facts.dimensions { span.attributes[name] = value }
        span.attributes["server.port"] = facts.port
        span.attributes["url.full"] = Redaction().url(request.urlText)
        if context.attempt > 1 { span.attributes["http.request.resend_count"] = context.attempt - 1 }
        var request = request
        inject(span.context, into: &request.headerFields)

        let active = Meter(label: "http.client.active_requests", dimensions: facts.allDimensions, factory: factory)
        active.increment()
        defer { active.decrement() }
        let start = ContinuousClock.now
        let result = await outcome(in: span) { [request] in try await next(request, body: body) }
        let timer = Timer(
            label: "http.client.request.duration",
            dimensions: facts.allDimensions + Self.dimensions(of: result),
            factory: factory
        )
        timer.record(duration: start.duration(to: .now))
        return try result.get()
    }

    private typealias Answer = Result<(HTTPResponse, HTTPBody), any Error>

    /// Runs an action within a span and records its result there.
    private func outcome(
        in span: any Span,
        _ action: @Sendable () async throws -> (HTTPResponse, HTTPBody)
    ) async -> Answer {
        let result: Answer
        do {
            result = .success(try await ServiceContext.withValue(span.context) { try await action() })
        } catch {
            result = .failure(error)
        }
        if case .success(let (response, _)) = result {
            span.attributes["http.response.status_code"] = response.status.code
        }
        if let type = Self.errorType(of: result) {
            // Without a message, which may quote the server.
            span.setStatus(SpanStatus(code: .error))
            span.attributes["error.type"] = type
        }
        return result
    }

    private func inject(_ context: ServiceContext, into headers: inout HTTPFields) {
        if let customTracer {
            customTracer.inject(context, into: &headers, using: HeaderInjector())
        } else {
            InstrumentationSystem.instrument.inject(context, into: &headers, using: HeaderInjector())
        }
    }

    private static func dimensions(of result: Answer) -> [(String, String)] {
        var dimensions: [(String, String)] = []
        if case .success(let (response, _)) = result {
            dimensions.append(("http.response.status_code", String(response.status.code)))
        }
        if let type = errorType(of: result) { dimensions.append(("error.type", type)) }
        return dimensions
    }

    /// The status or the kind of error, with few distinct values as the conventions ask; nil for a success.
    private static func errorType(of result: Answer) -> String? {
        switch result {
        case .success(let (response, _)): response.status.code >= 400 ? String(response.status.code) : nil
        case .failure(let error as TransportError): error.reason.description
        case .failure(let error as APIError): error.code.description
        case .failure(let error): "\(type(of: error))"
        }
    }
}

/// The facts about a request that spans and metrics contain.
private struct RequestFacts {
    var method: String
    var scheme: String
    var host: String
    var port: Int

    private static let knownMethods: Set<String> = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
    ]

    init(_ request: HTTPRequest) {
        let method = request.method.rawValue
        self.method = Self.knownMethods.contains(method) ? method : "_OTHER"
        scheme = request.scheme ?? "https"
        (host, port) = (request.authority ?? "", scheme == "http" ? 80 : 443)
        if let colon = host.lastIndex(of: ":"), let number = Int(host[host.index(after: colon)...]) {
            port = number
            host = String(host[..<colon])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    }

    var spanName: String { method == "_OTHER" ? "HTTP" : method }

    var dimensions: [(String, String)] {
        [("http.request.method", method), ("server.address", host), ("url.scheme", scheme)]
    }

    var allDimensions: [(String, String)] { dimensions + [("server.port", String(port))] }
}

private struct HeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into headers: inout HTTPFields) {
        if let name = HTTPField.Name(key) { headers[name] = value }
    }
}
#endif
