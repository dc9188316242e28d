import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// When a failed request is sent again, and after what wait: rules as data.
///
/// ```swift
/// var configuration = APIClient.Configuration()
/// configuration.retryPolicy.maximumDelay = .seconds(30)
/// configuration.retryPolicy = .stainlessCompatible      // what other SDKs do
/// ```
///
/// How often is ``APIClient/Configuration/maxRetries``. A response's header `x-should-retry: true` or `false` overrides
/// every rule here.
public struct RetryPolicy: Hashable, Sendable {
    /// What happens to a request that the server may have acted on and that is not idempotent (RFC 9110 section 9.2.2):
    /// a POST or PATCH after a lost connection, a timeout, or status 500, 502 or 504.
    public enum UnsafeMethods: Hashable, Sendable {
        /// It is sent again only if the operation declares that it is safe to repeat, or the caller says so.
        case onlyIfNotProcessed
        /// It is sent again like any other, at the risk that the work is done twice.
        case always
    }

    /// What happens when the server asks for a longer wait than ``maximumRetryAfter``.
    public enum RetryAfterOverflow: Hashable, Sendable {
        /// It is ignored, and the usual wait is taken.
        case useBackoff
        /// The call fails at once; ``APIError/retryAfter`` has the wait.
        case fail
    }

    /// The statuses below 500 after which a request is sent again.
    public var statuses: Set<Int> = [408, 409, 429]
    /// Whether it is after status 500 and above.
    public var retriesServerErrors = true
    /// The statuses that say that the request was not acted on, so that even a POST can be sent again.
    public var unprocessedStatuses: Set<Int> = [408, 409, 429, 503]
    /// The rule for requests that are not idempotent.
    public var unsafeMethods = UnsafeMethods.onlyIfNotProcessed

    /// The wait before the first retry.
    public var initialDelay: Duration = .milliseconds(500)
    /// What the wait is multiplied with for each retry after the first.
    public var multiplier: Double = 2
    /// The longest wait.
    public var maximumDelay: Duration = .seconds(8)
    /// How much of the wait is left to chance: 0.5 takes off up to a half.
    public var jitter: Double = 0.5

    /// The longest wait that is taken from `Retry-After`.
    public var maximumRetryAfter: Duration = .seconds(60)
    /// What a longer one does.
    public var retryAfterOverflow = RetryAfterOverflow.fail
    /// How much is added by chance to a wait from `Retry-After`, as a part of it, so that clients that were told the
    /// same time do not return together.
    public var retryAfterJitter: Double = 0.2
    /// At least as much is added by chance, however short the wait.
    public var minimumRetryAfterJitter: Duration = .milliseconds(500)

    /// What keeps the retries of a client and its copies in bounds when much fails; nil for no bounds.
    public var budget: Budget? = Budget()

    /// The default rules.
    public init() {}

    /// The rules of other SDKs of this family: no bounds, no chance added to `Retry-After`, an ignored `Retry-After`
    /// above a minute, and a POST sent again even where its work may have been done.
    public static let stainlessCompatible: RetryPolicy = {
        var policy = RetryPolicy()
        policy.unsafeMethods = .always
        policy.jitter = 0.25
        policy.retryAfterOverflow = .useBackoff
        policy.retryAfterJitter = 0
        policy.minimumRetryAfterJitter = .zero
        policy.budget = nil
        return policy
    }()

    /// A store of tokens that a client pays retries from. When it is empty, calls fail without a retry until others
    /// have succeeded.
    public struct Budget: Hashable, Sendable {
        /// How many tokens there are at first and at most.
        public var capacity: Double = 100
        /// What a retry costs. A call that succeeds after one gives as much back.
        public var cost: Double = 10
        /// What a call gives that succeeds at once.
        public var reward: Double = 1

        /// The default budget.
        public init() {}
    }

    /// A decision about one failed attempt.
    enum Decision: Hashable {
        case retry(after: Duration)
        case fail
    }

    /// What a failed attempt looked like.
    struct Failure {
        /// Nil if there was no response.
        var status: Int?
        var headers: HTTPFields = [:]
        /// Whether the server cannot have acted on the request.
        var isBeforeSending = false
        /// Whether sending the request twice does no harm.
        var isRetrySafe = true
    }

    /// - Parameters:
    ///   - retries: How often the request was sent again before.
    ///   - random: A number from 0 up to 1.
    func decide(_ failure: Failure, retries: Int, now: Date, random: () -> Double) -> Decision {
        guard shouldRetry(failure) else { return .fail }
        if let asked = RetryAfter.delay(in: failure.headers, now: now) {
            if asked <= maximumRetryAfter {
                let spread = max(asked * retryAfterJitter, minimumRetryAfterJitter)
                return .retry(after: spread == .zero ? asked : asked + spread * random())
            }
            if retryAfterOverflow == .fail { return .fail }
        }
        return .retry(after: backoff(retries: retries, random: random))
    }

    /// The wait before the next retry where the server asks for none.
    func backoff(retries: Int, random: () -> Double) -> Duration {
        let delay = Backoff.delay(initialDelay, multiplier: multiplier, exponent: retries, maximum: maximumDelay)
        return jitter == 0 ? delay : delay * (1 - jitter * random())
    }

    private func shouldRetry(_ failure: Failure) -> Bool {
        switch failure.headers[.shouldRetry] {
        case "true": return true
        case "false": return false
        default: break
        }
        let isProcessed: Bool
        if let status = failure.status {
            guard statuses.contains(status) || (retriesServerErrors && status >= 500) else { return false }
            isProcessed = !unprocessedStatuses.contains(status)
        } else {
            isProcessed = !failure.isBeforeSending
        }
        return !isProcessed || failure.isRetrySafe || unsafeMethods == .always
    }
}

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
