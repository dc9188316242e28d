/// Caches the key of a credential provider until a server rejects it.
actor CredentialCache {
    private typealias Waiter = CheckedContinuation<APIKey, any Error>

    private let provider: @Sendable (_ rejected: APIKey?) async throws -> APIKey
    private var current: APIKey?
    /// The running request to the provider. Concurrent calls share it.
    private var providerRequest: Task<Void, Never>?
    /// Identifies the latest request to the provider. The results of earlier ones are dropped.
    private var latestRequest = 0
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    init(_ provider: @escaping @Sendable (_ rejected: APIKey?) async throws -> APIKey) {
        self.provider = provider
    }

    /// Returns the cached key, or asks the provider. Cancelling the waiting task ends its wait at once.
    ///
    /// - Parameter rejected: The key that a server rejected. The provider is asked unless the cache already has another
    ///   one.
    /// - Throws: ``APIError`` with code ``APIError/Code/authentication`` if the provider fails, or with code
    ///   ``APIError/Code/configuration`` if its key cannot be sent.
    func key(rejecting rejected: APIKey? = nil) async throws -> APIKey {
        if let current, current != rejected { return current }
        nextWaiter += 1
        let id = nextWaiter
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                waiters[id] = waiter
                if providerRequest == nil { requestKey(rejecting: rejected) }
            }
        } onCancel: {
            // Runs on this actor, and so after the waiter was added.
            Task { await self.removeWaiter(id) }
        }
    }

    private func requestKey(rejecting rejected: APIKey?) {
        latestRequest += 1
        providerRequest = Task { [provider, number = latestRequest] in
            do {
                let key = try await provider(rejected)
                finish(number, .success(key))
            } catch {
                finish(number, .failure(error))
            }
        }
    }

    private func finish(_ number: Int, _ result: Result<APIKey, any Error>) {
        guard number == latestRequest else { return }
        providerRequest = nil
        let checked = Self.check(result)
        if case .success(let key) = checked { current = key }
        defer { waiters = [:] }
        for waiter in waiters.values { waiter.resume(with: checked) }
    }

    private func removeWaiter(_ id: Int) {
        waiters.removeValue(forKey: id)?.resume(throwing: CancellationError())
        guard waiters.isEmpty, providerRequest != nil else { return }
        // Without waiters the answer is dropped: the next call must not wait for a provider that hangs.
        providerRequest?.cancel()
        providerRequest = nil
        latestRequest += 1
    }

    /// Checks the provider's key and converts its errors. A `CancellationError` of the provider is an error too,
    /// because the waiting calls were not cancelled.
    private static func check(_ result: Result<APIKey, any Error>) -> Result<APIKey, any Error> {
        switch result {
        case .success(let key):
            guard let problem = key.problem else { return result }
            return .failure(APIError(.configuration, "The key that configuration.credentialProvider gave \(problem)."))
        case .failure(let error) where error is APIError:
            return result
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
