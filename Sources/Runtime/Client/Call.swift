import HTTPTypes

/// One call while it runs: its middleware, its attempts and the waits between them.
final class Call: Sendable {
    let client: APIClient
    let options: RequestOptions
    let plan: AttemptPlan
    let prepared: PreparedRequest
    /// Nil where nothing would be logged.
    let log: CallLog?
    private let builder: RequestBuilder
    private let progress: Locked<CallContext>

    /// - Throws: ``APIError`` if the request cannot be built.
    init(client: APIClient, request: EndpointRequest, options: RequestOptions, plan: AttemptPlan) throws {
        self.client = client
        self.options = options
        self.plan = plan
        builder = RequestBuilder(client: client, request: request, options: options)
        // A provider is asked within the deadline; until then any key shows whether the request can be built.
        let key = client.keyCache == nil ? client.credentials.key : "to be provided"
        prepared = try builder.build(key: key)
        log = (options.logger ?? client.configuration.logger).flatMap { [prepared] logger in
            CallLog(
                logger,
                operation: request.id,
                credentials: Credentials(key: key, keysByScheme: client.credentials.keysByScheme),
                proof: prepared.proof
            )
        }
        progress = Locked(prepared.context)
    }

    /// What is known of the call by now.
    var context: CallContext { progress.withLock { $0 } }

    func update(_ context: CallContext) {
        progress.withLock { $0 = context }
    }

    /// Makes the call.
    ///
    /// - Returns: A response whose status is a success.
    func run(_ countdown: Countdown?) async throws -> (HTTPResponse, HTTPBody) {
        let (response, body) =
            if hasMiddleware {
                try await withMiddleware(
                    .call,
                    request: prepared.head,
                    body: prepared.body,
                    countdown: countdown
                ) { request, body in
                    try await self.sendWithFreshKey(request, body, countdown)
                }
            } else {
                try await sendWithFreshKey(prepared.head, prepared.body, countdown)
            }
        guard response.status.kind == .successful else {
            let bytes = try await readErrorBody(body)
            throw APIError(
                APIError.Code(status: response.status.code),
                APIError.message(status: response.status.code, body: bytes),
                status: response.status,
                headers: response.headerFields,
                body: APIError.body(of: bytes)
            )
        }
        return (response, body)
    }

    var hasMiddleware: Bool {
        !(client.configuration.middleware.isEmpty && options.middleware.isEmpty)
    }

    /// Runs the middleware of a level around an action.
    func withMiddleware(
        _ level: MiddlewareChain.Level,
        request: HTTPRequest,
        body: HTTPBody?,
        attempt: Int = 0,
        countdown: Countdown?,
        send: @escaping MiddlewareNext.Send
    ) async throws -> (HTTPResponse, HTTPBody) {
        let chain = MiddlewareChain(
            middleware: client.configuration.middleware + options.middleware,
            level: level,
            context: MiddlewareContext(
                operation: prepared.context.operation,
                attempt: attempt,
                expectsStreaming: plan.expectsStreaming,
                countdown: countdown
            ),
            send: send
        )
        return try await chain.run(request, body)
    }

    /// Sends the request, and if its key is refused, once more with another one that the provider gives.
    private func sendWithFreshKey(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        _ countdown: Countdown?
    ) async throws -> (HTTPResponse, HTTPBody) {
        guard let keyCache = client.keyCache else {
            return try await sendRepeatedly(request, body, proof: prepared.proof, countdown)
        }
        let key = try await keyCache.key()
        log?.hide(key)
        let answer = try await sendRepeatedly(request, body, proof: try builder.proof(key: key), countdown)
        guard answer.0.status.code == 401, body?.isReplayable != false else { return answer }
        let other = try await keyCache.key(rejecting: key)
        guard other != key else { return answer }
        log?.hide(other)
        let proof = try builder.proof(key: other)
        return try await sendRepeatedly(request, body, proof: proof, countdown, isSecondKey: true)
    }

    /// Sends the request as often as the rules allow.
    ///
    /// - Parameter isSecondKey: Whether it was sent before with a key that was refused, of which the rules know nothing.
    /// - Returns: The response of the last attempt, whatever its status.
    private func sendRepeatedly(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        proof: Credentials.Proof,
        _ countdown: Countdown?,
        isSecondKey: Bool = false
    ) async throws -> (HTTPResponse, HTTPBody) {
        let policy = options.retryPolicy ?? client.configuration.retryPolicy
        let maxRetries = body?.isReplayable == false ? 0 : options.maxRetries ?? client.configuration.maxRetries
        let extraRetries = isSecondKey ? self.context.retries + 1 : 0
        var context = prepared.context
        context.sent.proof = proof
        if isSecondKey { context.sent.refusedProof = self.context.sent.proof }
        var retries = 0
        while true {
            context.retries = extraRetries + retries
            update(context)
            let outcome = await attempt(request, body, proof: proof, context: context, countdown)
            guard let failure = outcome.failure else {
                if case .success = outcome.answer {
                    client.retryBucket.refund(policy.budget, retries: retries)
                }
                return try outcome.answer.get()
            }
            guard retries < maxRetries,
                case .retry(let delay) = policy.decide(
                    failure,
                    retries: retries,
                    now: client.configuration.now(),
                    random: client.configuration.random
                ),
                // A wait beyond the deadline would only hide the error.
                countdown.map({ delay < $0.remaining() }) ?? true,
                client.retryBucket.pay(policy.budget)
            else { return try outcome.answer.get() }
            log?.willRetry(outcome.answer.map(\.0), attempt: context.retries + 1, after: delay)
            try await client.configuration.clock.sleep(for: delay)
            retries += 1
        }
    }

    /// What there is of a failed response's body. That it is long or broken is of no interest beside the status.
    func readErrorBody(_ body: HTTPBody) async throws -> [UInt8] {
        if case .bytes(let bytes) = body.content, bytes.count <= client.configuration.maximumErrorBytes { return bytes }
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                bytes += chunk.prefix(client.configuration.maximumErrorBytes - bytes.count)
                if bytes.count >= client.configuration.maximumErrorBytes { break }
            }
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
        }
        return bytes
    }
}
