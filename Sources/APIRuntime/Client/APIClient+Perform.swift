import Foundation
import HTTPTypes

extension APIClient {
    /// A response whose body is still to be read.
    struct Connection: Sendable {
        var response: HTTPResponse
        var body: HTTPBody
        var context: CallContext
    }

    /// Makes a call and leaves the body of its response unread.
    func connect(_ request: EndpointRequest, options: RequestOptions) async throws -> Connection {
        try await perform(request, options: options, isLongBodyExpected: true) { response, body, context in
            Connection(response: response, body: body, context: context)
        }
    }

    /// Makes a call: sends the request as often as the rules allow, until one response is a success and could be
    /// consumed.
    ///
    /// - Parameters:
    ///   - isLongBodyExpected: Whether the response is a stream or a file.
    ///   - consume: Makes a value of a successful response. If it fails because the body breaks off, that counts as a
    ///     failure of the attempt.
    func perform<Value: Sendable>(
        _ request: EndpointRequest,
        options: RequestOptions,
        isLongBodyExpected: Bool = false,
        consume: @Sendable (HTTPResponse, HTTPBody, CallContext) async throws -> Value
    ) async throws -> Value {
        var prepared = try RequestBuilder(client: self, request: request, options: options).build()
        prepared.isLongBodyExpected = isLongBodyExpected
        let policy = options.retryPolicy ?? configuration.retryPolicy
        let maxRetries = prepared.body?.isReplayable == false ? 0 : options.maxRetries ?? configuration.maxRetries
        var context = prepared.context
        while true {
            do {
                return try await attempt(prepared, options: options, context: context, consume: consume)
            } catch let failure as AttemptFailure {
                guard context.retries < maxRetries, let retryable = failure.retryable,
                    case .retry(let delay) = policy.decide(
                        retryable,
                        retries: context.retries,
                        now: configuration.now(),
                        random: configuration.random
                    )
                else { throw failure.error }
                try await configuration.clock.sleep(for: delay)
                context.retries += 1
            }
        }
    }

    /// Why an attempt failed.
    private struct AttemptFailure: Error {
        /// The error if there is no further attempt.
        var error: any Error
        /// What the retry rules must know; nil if they do not apply.
        var retryable: RetryPolicy.Failure?
    }

    private func attempt<Value: Sendable>(
        _ prepared: PreparedRequest,
        options: RequestOptions,
        context: CallContext,
        consume: @Sendable (HTTPResponse, HTTPBody, CallContext) async throws -> Value
    ) async throws -> Value {
        var context = context
        do {
            let (response, body) = try await exchange(prepared, options: options, retries: context.retries)
            context.response = response
            guard response.status.kind == .successful else {
                throw try await statusFailure(response, body, prepared: prepared, context: context)
            }
            return try await consume(response, body, context)
        } catch let failure as AttemptFailure {
            throw failure
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            var retryable: RetryPolicy.Failure?
            if !(error is APIError) {
                let isBeforeSending = (error as? TransportError)?.isBeforeSending ?? false
                retryable = RetryPolicy.Failure(
                    isBeforeSending: isBeforeSending,
                    isRepeatable: prepared.isRepeatable
                )
                // A full buffer is the reader's doing; it would fill up again.
                if (error as? TransportError)?.reason == .receiveBufferOverflow { retryable = nil }
            }
            throw AttemptFailure(error: context.complete(error), retryable: retryable)
        }
    }

    private func statusFailure(
        _ response: HTTPResponse,
        _ body: HTTPBody,
        prepared: PreparedRequest,
        context: CallContext
    ) async throws -> AttemptFailure {
        let bytes = try await readErrorBody(body)
        let error = APIError(
            APIError.Code(status: response.status.code),
            APIError.message(status: response.status.code, body: bytes),
            body: APIError.body(of: bytes)
        )
        let retryable = RetryPolicy.Failure(
            status: response.status.code,
            headers: response.headerFields,
            isRepeatable: prepared.isRepeatable
        )
        return AttemptFailure(error: context.complete(error), retryable: retryable)
    }

    /// What there is of a failed response's body. That it is long or broken is of no interest beside the status.
    private func readErrorBody(_ body: HTTPBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                bytes += chunk.prefix(configuration.maximumErrorBytes - bytes.count)
                if bytes.count >= configuration.maximumErrorBytes { break }
            }
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
        }
        return bytes
    }

    /// Sends the request once, and again to wherever the response redirects.
    private func exchange(
        _ prepared: PreparedRequest,
        options: RequestOptions,
        retries: Int
    ) async throws -> (HTTPResponse, HTTPBody) {
        var head = prepared.head
        var body = prepared.body
        head.headerFields[.retryCount] = String(retries)
        for _ in 0...Redirect.limit {
            let (response, responseBody) = try await exchange(
                head,
                body: body,
                options: options,
                isLongBodyExpected: prepared.isLongBodyExpected
            )
            guard let next = Redirect.next(after: response, to: head, body: body) else {
                return (response, responseBody)
            }
            (head, body) = next
        }
        throw APIError(.otherStatus, "The server redirects without end: more than \(Redirect.limit) hops.")
    }

    /// One request and one response, with the timeouts and checks that no transport is trusted with.
    private func exchange(
        _ head: HTTPRequest,
        body: HTTPBody?,
        options: RequestOptions,
        isLongBodyExpected: Bool
    ) async throws -> (HTTPResponse, HTTPBody) {
        let watch = (options.timeout ?? configuration.timeout).map {
            makeIdleWatch(timeout: $0, clock: configuration.clock)
        }
        let transportOptions = TransportOptions(
            connectTimeout: configuration.connectTimeout,
            isLongBodyExpected: isLongBodyExpected,
            onActivity: { watch?.touch() }
        )
        let transport = configuration.transport
        let (response, responseBody) = try await withIdleWatch(watch) {
            try await transport.send(head, body: body, options: transportOptions)
        }
        guard case .source(let lease) = responseBody.content else { return (response, responseBody) }
        let length = Self.expectedLength(of: response, to: head)
        let source = WatchedSource(lease, watch: watch, expectedLength: length)
        return (response, HTTPBody(source: source, length: length ?? responseBody.length))
    }

    /// The announced length of a body, where it counts the bytes that the reader gets.
    private static func expectedLength(of response: HTTPResponse, to request: HTTPRequest) -> Int64? {
        guard request.method != .head, response.status.code != 204, response.status.code != 304,
            response.headerFields[.contentEncoding].map({ $0 == "identity" }) ?? true,
            let length = response.headerFields[.contentLength].flatMap({ Int64($0) }), length >= 0
        else { return nil }
        return length
    }
}

extension HTTPField.Name {
    static let retryCount = HTTPField.Name(constant: "x-stainless-retry-count")
}
