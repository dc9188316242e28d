/// The key that a provider gave, kept until a server refuses it.
actor KeyCache {
    private let provider: @Sendable (_ rejected: APIKey?) async throws -> APIKey
    private var current: APIKey?
    /// The question that is out, so that many calls that need a key at once ask only once.
    private var pending: Task<APIKey, any Error>?

    init(_ provider: @escaping @Sendable (_ rejected: APIKey?) async throws -> APIKey) {
        self.provider = provider
    }

    /// The key to use.
    ///
    /// - Parameter rejected: The key that a server refused; another one is asked for unless there is one already.
    /// - Throws: ``APIError`` with code ``APIError/Code/authentication`` if the provider fails, and with code
    ///   ``APIError/Code/configuration`` if its key cannot be sent.
    func key(rejecting rejected: APIKey? = nil) async throws -> APIKey {
        if let current, current != rejected { return current }
        let question = pending ?? Task { [provider] in try await provider(rejected) }
        pending = question
        let answer = await question.result
        if pending == question { pending = nil }
        switch answer {
        case .success(let key):
            if let problem = key.problem {
                throw APIError(.configuration, "The key that configuration.keyProvider gave \(problem).")
            }
            current = key
            return key
        case .failure(let error as CancellationError):
            throw error
        case .failure(let error):
            throw (error as? APIError)
                ?? APIError(.authentication, "configuration.keyProvider gave no key: \(type(of: error)).", cause: error)
        }
    }
}
