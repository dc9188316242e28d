import HTTPTypes

/// Drives the decoder: connects, feeds it bytes, reconnects after a break, and converts failures to ``APIError``.
@usableFromInline
final class EventReader {
    private enum State {
        case unconnected
        /// - Parameter isEndCertain: Whether the end of the bytes proves the end of the response.
        case open(isEndCertain: Bool)
        case finished
    }

    private let client: APIClient
    private let request: EndpointRequest
    private let policy: ReconnectPolicy
    /// Whether the request can be repeated safely.
    private let isRetrySafe: Bool
    private var options: RequestOptions
    // Exclusivity checks would take longer than the accesses. Only one iterator has the reader, which is not Sendable,
    // and no call during an access returns to it.
    @exclusivity(unchecked) private var decoder: ServerSentEventDecoder
    @exclusivity(unchecked) private var payloads = JSONIndex.Reader()
    @exclusivity(unchecked) private var filter = ReplayFilter()
    private var state = State.unconnected
    /// The body of the connection while the state is open.
    @exclusivity(unchecked) private var bytes: HTTPBody.AsyncIterator?
    private var context: CallContext?
    private var log: CallLog?
    private var hasGivenEvents = false
    /// The number of connections in a row that made no progress since the stream broke off.
    private var failures = 0
    /// The progress of the current connection.
    @exclusivity(unchecked) private var progress = ConnectionProgress()
    /// The event timeout of the current connection.
    @exclusivity(unchecked) private var eventWatch: EventWatch?

    init(_ call: BoundRequest) {
        client = call.client
        request = call.request
        options = call.options
        // All connections belong to the same call.
        if request.needsIdempotencyKey {
            options.idempotencyKey = options.idempotencyKey ?? RequestBuilder.makeIdempotencyKey()
        }
        policy = options.reconnectPolicy ?? client.configuration.reconnectPolicy
        isRetrySafe = (options.isRetrySafe ?? request.isRetrySafe) && request.body?.isReplayable != false
        decoder = ServerSentEventDecoder(maximumEventSize: client.configuration.maximumEventSize)
    }

    /// The next event already received; nil if the caller has to wait.
    @usableFromInline
    func next() throws -> ServerSentEvent? {
        guard try advance() else { return nil }
        return decoder.event
    }

    /// Advances to the next event already received, without waiting.
    @usableFromInline
    func advance() throws -> Bool {
        do {
            while true {
                guard try decoder.advance() else {
                    guard let chunk = bytes?.takeReady() else { return false }
                    decoder.push(chunk)
                    continue
                }
                eventWatch?.didReceiveEvent()
                guard !filter.isRepeated(id: decoder.isIDExplicit ? decoder.lastEventID : nil) else { continue }
                log?.didReceive(decoder.event)
                hasGivenEvents = true
                progress.addEvent()
                if !progress.hasNewID, decoder.isIDExplicit { progress.hasNewID = filter.isNew(decoder.lastEventID) }
                if decoder.isError { throw failure(decoder.event) }
                return true
            }
        } catch {
            finish()
            throw complete(error)
        }
    }

    /// Waits for more bytes, and connects if necessary.
    ///
    /// - Returns: False at the end of the stream.
    @usableFromInline
    func read(isolation actor: isolated (any Actor)?) async throws -> Bool {
        do {
            if case .finished = state { return false }
            try await readChunk(isolation: actor)
            return true
        } catch {
            finish()
            throw complete(error)
        }
    }

    /// Decodes the data of the current event; nil for empty data and the end mark.
    @usableFromInline
    func payload<Value: Decodable>(_ type: Value.Type) throws -> Value? {
        if let json = decoder.withData({ payloads.read($0) }) {
            do {
                return try json.value(type, at: 0)
            } catch {
                // Decoding once more below gives the detailed error.
            }
        }
        let event = decoder.event
        if event.data.isEmpty || event.data == "[DONE]" { return nil }
        do {
            return try event.decode(type)
        } catch {
            throw complete(error)
        }
    }

    private func finish() {
        state = .finished
        bytes = nil
        eventWatch = nil
        decoder.reset()
    }

    /// Adds the facts about the call to an error.
    func complete(_ error: any Error) -> any Error {
        context?.complete(error) ?? error
    }

    private func readChunk(isolation actor: isolated (any Actor)?) async throws {
        guard case .open(let isEndCertain) = state, var bytes = bytes.take() else {
            return try await connect(isolation: actor)
        }
        eventWatch?.willWait()
        do {
            if let chunk = try await bytes.next(isolation: actor) {
                decoder.push(chunk)
                self.bytes = bytes
            } else if isEndCertain {
                finish()
            } else {
                try await resumeAfterDoubtfulEnd(isolation: actor)
            }
        } catch let error as TransportError where !error.isFinal {
            try await resume(after: error, isolation: actor)
        }
    }

    private func connect(isolation actor: isolated (any Actor)?) async throws {
        let opened = try await client.openResponse(request, options: options)
        context = opened.context
        log = opened.log
        progress = ConnectionProgress(clock: client.configuration.clock)
        if opened.response.status.code == 204 {
            finish()
            return
        }
        let type = opened.response.headerFields[.contentType].map { MediaType($0) }
        guard type?.isEventStream == true else {
            let excerpt = try await opened.body.collect(upTo: client.configuration.maximumErrorBytes)
            throw APIError(
                .responseValidation,
                "Expected an event stream (text/event-stream) but the response has "
                    + (type.map { "the content type '\($0.essence)'" } ?? "no content type")
                    + ": \(Excerpt.of(excerpt))",
                body: APIError.body(of: excerpt)
            )
        }
        bytes = opened.body.makeAsyncIterator()
        eventWatch = EventWatch(client, options, body: opened.body)
        state = .open(isEndCertain: Self.isEndCertain(of: opened))
    }

    /// Whether the end of the body proves the end of the response. Without a length and chunks, only the end of the
    /// connection marks it (RFC 9112 section 8). That proves nothing, even over TLS, because many servers omit the
    /// closing alert.
    private static func isEndCertain(of opened: OpenResponse) -> Bool {
        let headers = opened.response.headerFields
        return opened.body.isSelfDelimiting
            ?? (headers[.contentLength] != nil || headers[.transferEncoding] != nil)
    }

    private func failure(_ event: ServerSentEvent) -> APIError {
        APIError(
            .streamFailure,
            "The server ended the stream with an error: \(Excerpt.of(event.data, limit: 2_000))",
            body: event.json ?? .string(event.data)
        )
    }
}

// MARK: - Continuing

extension EventReader {
    /// Whether another connection can continue without a gap.
    private var canResume: Bool {
        isRetrySafe && (!hasGivenEvents || hasPosition)
    }

    private var hasPosition: Bool {
        !decoder.lastEventID.isEmpty && HTTPField.isValidValue(decoder.lastEventID)
    }

    /// Reconnects after an end that may be the end of the stream or of the connection.
    private func resumeAfterDoubtfulEnd(isolation actor: isolated (any Actor)?) async throws {
        if decoder.isWithinEvent {
            throw TransportError(.bodyTruncated, "The connection ended in the middle of an event.")
        }
        guard isRetrySafe, hasPosition, progress.hasEvents, policy.maximumAttempts > 0 else {
            finish()
            return
        }
        do {
            try await resume(after: nil, isolation: actor)
        } catch let error as APIError where error.status?.kind == .clientError {
            // The server has nothing after the last event, so the stream was complete.
            finish()
        }
    }

    /// Reconnects until a connection succeeds or the ``ReconnectPolicy`` gives up.
    private func resume(after failure: TransportError?, isolation actor: isolated (any Actor)?) async throws {
        // Releases the connection before the delay.
        state = .unconnected
        bytes = nil
        eventWatch = nil
        decoder.reset()
        guard canResume, policy.maximumAttempts > 0 else { throw interruption(by: failure) }
        if hasPosition { options.headers["Last-Event-ID"] = decoder.lastEventID }
        // This loop alone determines the delays between connections.
        options.maxRetries = 0
        filter.beginConnection()
        var cause: (any Error)? = failure
        var hasProgressed = progress.advancesStream(by: policy)
        if hasProgressed { failures = 0 }
        while failures < policy.maximumAttempts {
            let delay = delay(after: cause, hasProgressed: hasProgressed)
            hasProgressed = false
            log?.willReconnect(after: delay, failures: failures, cause: cause, lastEventID: decoder.lastEventID)
            try await client.configuration.clock.sleep(for: delay)
            failures += 1
            do {
                return try await connect(isolation: actor)
            } catch let error as APIError where error.isConnectionError || error.code == .serverError {
                if let requested = error.retryAfter, requested > client.configuration.retryPolicy.maximumRetryAfter {
                    throw error
                }
                cause = error
            }
        }
        throw interruption(by: cause)
    }

    private func delay(after cause: (any Error)?, hasProgressed: Bool) -> Duration {
        let delay = policy.delay(
            failures: failures,
            hasProgressed: hasProgressed,
            serverDelay: decoder.retry,
            random: client.configuration.random
        )
        return max(delay, (cause as? APIError)?.retryAfter ?? .zero)
    }

    private func interruption(by cause: (any Error)?) -> any Error {
        if let failure = cause as? TransportError, ![.connectionLost, .bodyTruncated].contains(failure.reason) {
            return failure
        }
        let reason =
            if policy.maximumAttempts == 0 {
                "reconnecting is off"
            } else if !isRetrySafe {
                "sending the request again could start its work again"
            } else if !canResume {
                "the server gives no event IDs"
            } else {
                "\(failures) connections in a row brought no new event"
            }
        let failure = (cause as? APIError)?.message ?? cause.map { "\($0)" } ?? "The stream ended."
        return APIError(
            .streamInterrupted,
            "The stream was interrupted and events may be missing. It was not continued because \(reason). \(failure)",
            status: (cause as? APIError)?.status,
            headers: (cause as? APIError)?.headers ?? [:],
            cause: cause
        )
    }
}
