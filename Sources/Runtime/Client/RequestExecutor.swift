import HTTPTypes

/// Executes one call: from the description of an operation to a successful response.
///
/// 1. **Build.** ``RequestBuilder`` makes the HTTP request. Nothing is sent if the arguments cannot be written.
/// 2. **Credential.** The client's fixed key is applied, or the key of the credential provider; after status 401 the
///    provider is asked once more.
/// 3. **Retry loop.** Attempts are made until one succeeds or the ``RetryPolicy`` gives up.
/// 4. **Middleware.** Call middleware runs around steps 2 and 3, attempt middleware around each pass of step 5.
/// 5. **Transport.** An attempt follows redirects; each request runs under the idle timeout.
/// 6. **Status.** Of a success the body is read as ``BodyHandling`` says, of a failure for the ``APIError``.
/// 7. **Decode or stream.** `consume` makes a value of the response, still within the call's deadline.
///
/// Every error leaves as `CancellationError` or as an ``APIError`` that names the operation and the request and shows
/// no credential.
final class RequestExecutor: Sendable {
    let client: APIClient
    let options: RequestOptions
    let bodyHandling: BodyHandling
    let prepared: PreparedRequest
    /// Nil if nothing would be logged.
    let log: CallLog?
    private let builder: RequestBuilder
    private let latestContext: Locked<CallContext>

    /// The facts known about the call so far.
    var context: CallContext {
        get { latestContext.withLock { $0 } }
        set { latestContext.withLock { $0 = newValue } }
    }

    // MARK: - Build

    /// Builds the request.
    ///
    /// - Throws: ``APIError`` if the request cannot be built.
    init(client: APIClient, request: EndpointRequest, options: RequestOptions, bodyHandling: BodyHandling) throws {
        self.client = client
        self.options = options
        self.bodyHandling = bodyHandling
        builder = RequestBuilder(client: client, request: request, options: options)
        // The provider is asked later, within the deadline; any key shows whether the request can be built.
        let key = client.credentialCache == nil ? client.credentials.key : "to be provided"
        prepared = try builder.build(key: key)
        log = (options.logger ?? client.configuration.logger).flatMap { [prepared] logger in
            CallLog(
                logger,
                operation: request.id,
                credentials: Credentials(key: key, keysByScheme: client.credentials.keysByScheme),
                applied: prepared.credentials
            )
        }
        latestContext = Locked(prepared.context)
    }

    /// Runs all steps within the call's deadline.
    ///
    /// - Parameter consume: Makes a value of a successful response.
    func execute<Value: Sendable>(
        _ consume: @escaping @Sendable (HTTPResponse, HTTPBody, RequestExecutor) async throws -> Value
    ) async throws -> Value {
        try await withDeadline(
            options.deadline.resolved(inheriting: client.configuration.deadline),
            clock: client.configuration.clock,
            onExpiry: { limit in
                let message = "The call was not done by its deadline, \(limit) after it began."
                return self.context.complete(APIError(.timeout, message))
            },
            operation: { deadline in
                do {
                    let (response, body) = try await self.successfulResponse(deadline)
                    return try await consume(response, body, self)
                } catch {
                    throw Task.isCancelled ? CancellationError() : self.context.complete(error)
                }
            }
        )
    }

    // MARK: - Call middleware and status

    /// Sends the request through the call middleware.
    ///
    /// - Throws: ``APIError`` if the status of the response is not a success.
    private func successfulResponse(_ deadline: Deadline?) async throws -> (HTTPResponse, HTTPBody) {
        let (response, body) =
            if hasMiddleware {
                try await withMiddleware(
                    .call,
                    request: prepared.head,
                    body: prepared.body,
                    deadline: deadline
                ) { request, body in
                    try await self.sendWithCredential(request, body, deadline)
                }
            } else {
                try await sendWithCredential(prepared.head, prepared.body, deadline)
            }
        guard isSuccess(response) else {
            let bytes = try await body.collectErrorBody(upTo: client.configuration.maximumErrorBytes)
            throw APIError(unsuccessful: response, body: bytes)
        }
        return (response, body)
    }

    /// Whether the status is a success: 2xx, or a redirect that is not to be followed.
    func isSuccess(_ response: HTTPResponse) -> Bool {
        response.status.kind == .successful || (!prepared.followsRedirects && Redirect.isRedirect(response))
    }

    var hasMiddleware: Bool {
        !(client.configuration.middleware.isEmpty && options.middleware.isEmpty)
    }

    /// Runs the middleware of a level around an action.
    ///
    /// - Parameter attempt: The number of the attempt from 1; 0 for the level of the call.
    func withMiddleware(
        _ level: MiddlewareChain.Level,
        request: HTTPRequest,
        body: HTTPBody?,
        attempt: Int = 0,
        deadline: Deadline?,
        send: @escaping MiddlewareNext.Send
    ) async throws -> (HTTPResponse, HTTPBody) {
        let chain = MiddlewareChain(
            middleware: client.configuration.middleware + options.middleware,
            level: level,
            context: MiddlewareContext(
                operation: prepared.context.operation,
                attempt: attempt,
                expectsStreaming: bodyHandling.expectsStreaming,
                deadline: deadline
            ),
            send: send
        )
        return try await chain.run(request, body)
    }

    // MARK: - Credential

    /// Sends the request with the fixed key, or with the provider's key and after status 401 with its next one.
    private func sendWithCredential(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        _ deadline: Deadline?
    ) async throws -> (HTTPResponse, HTTPBody) {
        // An open operation needs no key: it may be the one that the provider calls to get one.
        guard let cache = client.credentialCache, !prepared.credentials.isEmpty else {
            return try await sendWithRetries(request, body, prepared.credentials, deadline)
        }
        let key = try await cache.key()
        log?.hide(key)
        let answer = try await sendWithRetries(request, body, try builder.credentials(key: key), deadline)
        guard answer.0.status.code == 401, body?.isReplayable != false else { return answer }
        let newKey = try await cache.key(rejecting: key)
        guard newKey != key else { return answer }
        log?.hide(newKey)
        let credentials = try builder.credentials(key: newKey)
        return try await sendWithRetries(request, body, credentials, deadline, isAfterRejection: true)
    }

    // MARK: - Retry loop

    /// Makes attempts until one succeeds or the policy gives up.
    ///
    /// - Parameter isAfterRejection: Whether the server rejected another key before. Those attempts count in
    ///   ``APIError/retries`` but not for the policy.
    /// - Returns: The response of the last attempt, whatever its status.
    private func sendWithRetries(
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        _ credentials: AppliedCredentials,
        _ deadline: Deadline?,
        isAfterRejection: Bool = false
    ) async throws -> (HTTPResponse, HTTPBody) {
        let configuration = client.configuration
        let policy = options.retryPolicy ?? configuration.retryPolicy
        let maxRetries = body?.isReplayable == false ? 0 : options.maxRetries ?? configuration.maxRetries
        let earlierAttempts = isAfterRejection ? self.context.retries + 1 : 0
        var context = prepared.context
        context.sent.credentials = credentials
        if isAfterRejection { context.sent.rejectedCredentials = self.context.sent.credentials }
        var retries = 0
        while true {
            context.retries = earlierAttempts + retries
            self.context = context
            let outcome = await attempt(request, body, credentials, context, deadline)
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
                    now: configuration.now(),
                    random: configuration.random
                ),
                // A wait beyond the deadline would only hide the error.
                deadline.map({ delay < $0.remaining() }) ?? true,
                client.retryBucket.withdraw(policy.budget)
            else { return try outcome.answer.get() }
            log?.willRetry(outcome.answer.map(\.0), attempt: context.retries + 1, after: delay)
            try await configuration.clock.sleep(for: delay)
            retries += 1
        }
    }
}

extension APIClient {
    /// Executes a call; see ``RequestExecutor``.
    ///
    /// - Parameter consume: Makes a value of a successful response.
    func execute<Value: Sendable>(
        _ request: EndpointRequest,
        options: RequestOptions,
        bodyHandling: BodyHandling,
        consume: @escaping @Sendable (HTTPResponse, HTTPBody, RequestExecutor) async throws -> Value
    ) async throws -> Value {
        try await RequestExecutor(client: self, request: request, options: options, bodyHandling: bodyHandling)
            .execute(consume)
    }

    /// Executes a call and leaves the body of its response unread.
    func openResponse(_ request: EndpointRequest, options: RequestOptions) async throws -> OpenResponse {
        try await execute(request, options: options, bodyHandling: .stream) { response, body, executor in
            OpenResponse(response: response, body: body, context: executor.context, log: executor.log)
        }
    }
}

/// A successful response whose body is still to be read.
struct OpenResponse: Sendable {
    var response: HTTPResponse
    var body: HTTPBody
    var context: CallContext
    var log: CallLog?
}
