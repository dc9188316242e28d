/// The key that a provider gave, kept until a server refuses it.
actor CredentialCache {
    private typealias Waiter = CheckedContinuation<APIKey, any Error>

    private let provider: @Sendable (_ rejected: APIKey?) async throws -> APIKey
    private var current: APIKey?
    /// The question that is out, so that many calls that need a key at once ask only once.
    private var question: Task<Void, Never>?
    /// How often the provider was asked: an answer counts only for the last question.
    private var questions = 0
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    init(_ provider: @escaping @Sendable (_ rejected: APIKey?) async throws -> APIKey) {
        self.provider = provider
    }

    /// The key to use. Cancelling the task that waits here ends its wait, whatever the provider does.
    ///
    /// - Parameter rejected: The key that a server refused; another one is asked for unless there is one already.
    /// - Throws: ``APIError`` with code ``APIError/Code/authentication`` if the provider fails, and with code
    ///   ``APIError/Code/configuration`` if its key cannot be sent.
    func key(rejecting rejected: APIKey? = nil) async throws -> APIKey {
        if let current, current != rejected { return current }
        nextWaiter += 1
        let id = nextWaiter
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                waiters[id] = waiter
                if question == nil { ask(rejecting: rejected) }
            }
        } onCancel: {
            // Runs on this actor, so not before the waiter is there.
            Task { await self.giveUp(id) }
        }
    }

    private func ask(rejecting rejected: APIKey?) {
        questions += 1
        question = Task { [provider, number = questions] in
            do {
                let key = try await provider(rejected)
                answer(number, .success(key))
            } catch {
                answer(number, .failure(error))
            }
        }
    }

    private func answer(_ number: Int, _ answer: Result<APIKey, any Error>) {
        guard number == questions else { return }
        question = nil
        let checked = Self.check(answer)
        if case .success(let key) = checked { current = key }
        defer { waiters = [:] }
        for waiter in waiters.values { waiter.resume(with: checked) }
    }

    private func giveUp(_ id: Int) {
        waiters.removeValue(forKey: id)?.resume(throwing: CancellationError())
        guard waiters.isEmpty, question != nil else { return }
        // Nobody waits for the answer; the next call shall not wait for a provider that hangs.
        question?.cancel()
        question = nil
        questions += 1
    }

    /// An answer as the waiting calls get it. None of them was cancelled, whatever the provider threw.
    private static func check(_ answer: Result<APIKey, any Error>) -> Result<APIKey, any Error> {
        switch answer {
        case .success(let key):
            guard let problem = key.problem else { return answer }
            return .failure(APIError(.configuration, "The key that configuration.credentialProvider gave \(problem)."))
        case .failure(let error) where error is APIError:
            return answer
        case .failure(let error):
            return .failure(
                APIError(
                    .authentication,
                    "configuration.credentialProvider gave no key: \(type(of: error)).",
                    cause: error
                )
            )
        }
    }
}
