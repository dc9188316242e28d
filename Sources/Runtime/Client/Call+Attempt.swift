import HTTPTypes

/// One attempt: the request, the redirects it leads to, and what is received of the response.
extension Call {
    /// What came of an attempt.
    struct Outcome {
        /// The response, whatever its status, or why there is none.
        var answer: Result<(HTTPResponse, HTTPBody), any Error>
        /// What the retry rules must know; nil if they do not apply.
        var failure: RetryPolicy.Failure?
    }

    func attempt(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        proof: Credentials.Proof,
        context: CallContext,
        _ countdown: Countdown?
    ) async -> Outcome {
        var context = context
        context.stopwatch = Stopwatch(client.configuration.clock)
        let attempt = context.retries + 1
        do {
            var head = request
            plan.adjust?(&head)
            head.headerFields[.retryCount] = String(context.retries)
            let (response, body) =
                if hasMiddleware {
                    try await withMiddleware(
                        .attempt,
                        request: head,
                        body: body,
                        attempt: attempt,
                        countdown: countdown
                    ) { request, body in
                        try await self.followingRedirects(request, body, proof: proof, attempt: attempt)
                    }
                } else {
                    try await followingRedirects(consume head, body, proof: proof, attempt: attempt)
                }
            context.response = response
            update(context)
            if response.status.kind == .successful {
                let body = try await plan.received(response, body)
                log?.didReceive(body, attempt: attempt)
                return Outcome(answer: .success((response, body)))
            }
            let failure = RetryPolicy.Failure(
                status: response.status.code,
                headers: response.headerFields,
                isRetrySafe: prepared.isRetrySafe
            )
            // The body is closed before a retry.
            let content = HTTPBody(try await readErrorBody(body))
            log?.didReceive(content, attempt: attempt)
            return Outcome(answer: .success((response, content)), failure: failure)
        } catch {
            if error is CancellationError || Task.isCancelled { return Outcome(answer: .failure(CancellationError())) }
            return Outcome(answer: .failure(context.complete(error)), failure: retryable(error))
        }
    }

    private func retryable(_ error: any Error) -> RetryPolicy.Failure? {
        let failure = error as? TransportError
        if error is APIError || failure?.isFinal == true { return nil }
        return RetryPolicy.Failure(
            isBeforeSending: failure?.isBeforeSending ?? false,
            isRetrySafe: prepared.isRetrySafe
        )
    }

    /// Adds the credential, sends the request, and again to wherever the response redirects.
    ///
    /// - Parameter request: Given away, so that its headers need not be copied to add one.
    private func followingRedirects(
        _ request: consuming HTTPRequest,
        _ body: HTTPBody?,
        proof: Credentials.Proof,
        attempt: Int
    ) async throws -> (HTTPResponse, HTTPBody) {
        var head = request
        var body = body
        if head.hasOrigin(of: prepared.head) {
            proof.add(to: &head, unless: options.headers.keys)
        }
        var hop = 0
        while true {
            let (response, responseBody) = try await logged(head, body, attempt: attempt)
            guard let next = try Redirect.next(after: response, to: head, body: body) else {
                return (response, responseBody)
            }
            if next.body?.isReplayable == false {
                throw Redirect.error(
                    "The server redirects a request whose body cannot be sent a second time.",
                    response
                )
            }
            guard hop < Redirect.limit else {
                throw Redirect.error("The server redirects without end: more than \(Redirect.limit) hops.", response)
            }
            (head, body) = next
            hop += 1
            log?.willRedirect(head, status: response.status.code)
        }
    }

    private func logged(
        _ head: HTTPRequest,
        _ body: HTTPBody?,
        attempt: Int
    ) async throws -> (HTTPResponse, HTTPBody) {
        guard let log else { return try await exchange(head, body) }
        log.willSend(head, body: body, attempt: attempt)
        let start = ContinuousClock.now
        do {
            let answer = try await exchange(head, body)
            log.didReceive(answer.0, to: head, attempt: attempt, after: start.duration(to: .now))
            return answer
        } catch {
            log.didFail(error, request: head, attempt: attempt)
            throw error
        }
    }

    /// One request and one response, with the timeouts and checks that no transport is trusted with.
    private func exchange(_ head: HTTPRequest, _ body: HTTPBody?) async throws -> (HTTPResponse, HTTPBody) {
        let watch = options.timeout.resolved(inheriting: client.configuration.timeout).map {
            client.watchdog.watch(timeout: $0)
        }
        var transportOptions = TransportOptions(
            connectTimeout: client.configuration.connectTimeout,
            expectsStreaming: plan.expectsStreaming
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
        guard case .source(let lease) = responseBody.content else {
            watch?.stop()
            return (response, responseBody)
        }
        let length = Self.expectedLength(of: response, to: head)
        let source = WatchedSource(lease, watch: watch, expectedLength: length)
        let watchedBody = HTTPBody(
            source: source,
            length: length ?? responseBody.length,
            isSelfDelimiting: responseBody.isSelfDelimiting
        )
        return (response, watchedBody)
    }

    /// The announced length of a body, where it counts the bytes that the reader gets.
    private static func expectedLength(of response: HTTPResponse, to request: HTTPRequest) -> Int64? {
        guard request.method != .head, response.status.code != 204, response.status.code != 304
        else { return nil }
        return response.decodedLength
    }
}

extension HTTPField.Name {
    static let retryCount = HTTPField.Name(constant: "x-stainless-retry-count")
}
