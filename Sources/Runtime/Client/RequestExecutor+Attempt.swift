import HTTPTypes

/// One attempt of the retry loop: attempt middleware, redirects, transport, and the body of the response.
extension RequestExecutor {
    /// The result of an attempt.
    struct Outcome {
        /// The response, whatever its status, or the error without one.
        var answer: Result<(HTTPResponse, HTTPBody), any Error>
        /// The facts that the retry policy decides on; nil if the outcome is final.
        var failure: RetryPolicy.Failure?
    }

    func attempt(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        _ credentials: AppliedCredentials,
        _ context: CallContext,
        _ deadline: Deadline?
    ) async -> Outcome {
        var context = context
        context.stopwatch = Stopwatch(client.configuration.clock)
        let attempt = context.retries + 1
        do {
            var head = request
            bodyHandling.prepare(&head)
            if client.metadata.sendsStainlessHeaders { head.headerFields[.retryCount] = String(context.retries) }
            let (response, body) =
                if hasMiddleware {
                    try await withMiddleware(
                        .attempt,
                        request: head,
                        body: body,
                        attempt: attempt,
                        deadline: deadline
                    ) { request, body in
                        try await self.followRedirects(request, body, credentials, attempt: attempt)
                    }
                } else {
                    try await followRedirects(consume head, body, credentials, attempt: attempt)
                }
            context.response = response
            self.context = context
            if isSuccess(response) {
                let body = try await bodyHandling.read(body, of: response)
                log?.didReceive(body, attempt: attempt)
                return Outcome(answer: .success((response, body)))
            }
            let failure = RetryPolicy.Failure(
                status: response.status.code,
                headers: response.headerFields,
                isRetrySafe: prepared.isRetrySafe
            )
            // Reading the body now closes it before a retry.
            let errorBody = HTTPBody(
                try await body.collectErrorBody(upTo: client.configuration.maximumErrorBytes)
            )
            log?.didReceive(errorBody, attempt: attempt)
            return Outcome(answer: .success((response, errorBody)), failure: failure)
        } catch {
            if error is CancellationError || Task.isCancelled { return Outcome(answer: .failure(CancellationError())) }
            return Outcome(answer: .failure(context.complete(error)), failure: retryableFailure(error))
        }
    }

    private func retryableFailure(_ error: any Error) -> RetryPolicy.Failure? {
        let transportError = error as? TransportError
        if error is APIError || transportError?.isFinal == true { return nil }
        return RetryPolicy.Failure(
            isBeforeSending: transportError?.isBeforeSending ?? false,
            isRetrySafe: prepared.isRetrySafe
        )
    }

    // MARK: - Redirects

    /// Applies the credentials, sends the request and follows the redirects of its response.
    ///
    /// - Parameter request: Consumed, so that adding a header copies nothing.
    private func followRedirects(
        _ request: consuming HTTPRequest,
        _ body: HTTPBody?,
        _ credentials: AppliedCredentials,
        attempt: Int
    ) async throws -> (HTTPResponse, HTTPBody) {
        var head = request
        var body = body
        if head.hasOrigin(of: prepared.head) {
            credentials.apply(to: &head, except: options.headers.keys)
        }
        var hops = 0
        while true {
            let (response, responseBody) = try await sendLogged(head, body, attempt: attempt)
            guard prepared.followsRedirects, let next = try Redirect.next(after: response, to: head, body: body) else {
                return (response, responseBody)
            }
            if next.body?.isReplayable == false {
                throw Redirect.error(
                    "The server redirects a request whose body cannot be sent a second time.",
                    response
                )
            }
            guard hops < Redirect.limit else {
                throw Redirect.error("The server redirects without end: more than \(Redirect.limit) hops.", response)
            }
            (head, body) = next
            hops += 1
            log?.willRedirect(head, status: response.status.code)
        }
    }

    // MARK: - Transport

    private func sendLogged(
        _ head: HTTPRequest,
        _ body: HTTPBody?,
        attempt: Int
    ) async throws -> (HTTPResponse, HTTPBody) {
        guard let log else { return try await send(head, body) }
        log.willSend(head, body: body, attempt: attempt)
        let start = ContinuousClock.now
        do {
            let answer = try await send(head, body)
            log.didReceive(answer.0, to: head, attempt: attempt, after: start.duration(to: .now))
            return answer
        } catch {
            log.didFail(error, request: head, attempt: attempt)
            throw error
        }
    }

    /// Sends one request through the transport, with the timeouts and checks that apply to every transport.
    private func send(_ head: HTTPRequest, _ body: HTTPBody?) async throws -> (HTTPResponse, HTTPBody) {
        let watch = options.timeout.resolved(inheriting: client.configuration.timeout).map {
            client.watchdog.watch(timeout: $0)
        }
        var transportOptions = TransportOptions(
            connectTimeout: client.configuration.connectTimeout,
            expectsStreaming: bodyHandling.expectsStreaming
        )
        if body != nil { transportOptions.onBytesSent = { watch?.touch() } }
        let transport = client.configuration.transport
        let (response, responseBody) =
            if let transport = transport as? any WatchedTransport {
                try await transport.send(head, body: body, options: transportOptions, watch: watch)
            } else {
                try await withIdleWatch(watch) { [transportOptions] in
                    do {
                        return try await transport.send(head, body: body, options: transportOptions)
                    } catch  where !(error is TransportError || error is APIError || error is CancellationError) {
                        throw TransportError(other: error)
                    }
                }
            }
        do {
            _ = try HTTPResponse.Status(received: response.status.code)
        } catch {
            watch?.stop()
            throw error
        }
        guard case .source(let owner) = responseBody.content else {
            watch?.stop()
            return (response, responseBody)
        }
        let length = Self.expectedLength(of: response, to: head)
        let source = ValidatingSource(owner, watch: watch, expectedLength: length)
        let watchedBody = HTTPBody(
            source: source,
            length: length ?? responseBody.length,
            isSelfDelimiting: responseBody.isSelfDelimiting
        )
        return (response, watchedBody)
    }

    /// The announced length of a body, if it counts the bytes that the reader gets.
    private static func expectedLength(of response: HTTPResponse, to request: HTTPRequest) -> Int64? {
        guard request.method != .head, response.status.code != 204, response.status.code != 304
        else { return nil }
        return response.decodedLength
    }
}

extension HTTPField.Name {
    static let retryCount = HTTPField.Name(constant: "x-stainless-retry-count")
}
