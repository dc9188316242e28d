/// The tokens that retries cost: one store for a client and its copies, so that a failing server is not stormed.
final class RetryBucket: Sendable {
    /// Nil until the first retry is asked for: only then the capacity is known.
    private let tokens = Locked<Double?>(nil)

    /// Pays for a retry.
    ///
    /// - Returns: Whether there were tokens enough. Without a budget there always are.
    func pay(_ budget: RetryPolicy.Budget?) -> Bool {
        guard let budget else { return true }
        return tokens.withLock { tokens in
            let available = min(tokens ?? budget.capacity, budget.capacity)
            guard available >= budget.cost else {
                tokens = available
                return false
            }
            tokens = available - budget.cost
            return true
        }
    }

    /// Gives tokens back after a call that succeeded.
    ///
    /// - Parameter retries: How often its request was sent again.
    func refund(_ budget: RetryPolicy.Budget?, retries: Int) {
        guard let budget else { return }
        tokens.withLock { tokens in
            guard let available = tokens else { return }
            tokens = min(available + (retries > 0 ? budget.cost : budget.reward), budget.capacity)
        }
    }
}
