import Foundation
public import Testing

/// Lets few tests that open connections run at a time.
///
/// Foundation on Linux asks over and over whether it may write to each connection that waits for an answer. Hundreds of
/// them at once starve each other, and everything else on a small machine.
public struct ConnectionLimit: SuiteTrait, TestTrait, TestScoping {
    private static let slots = Slots(4)

    /// The limit holds for each test of a suite, not for the suite.
    public var isRecursive: Bool { true }

    /// Runs a test case as soon as there is a place for it.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.slots.take()
        defer { Self.slots.giveBack() }
        try await function()
    }
}

extension Trait where Self == ConnectionLimit {
    /// The tests open connections; see ``ConnectionLimit``.
    public static var opensConnections: Self { ConnectionLimit() }
}

/// A number of places, given to those who wait in the order they came.
private final class Slots: @unchecked Sendable {
    // Why @unchecked: the variables are only touched while the lock is held. It is no `Mutex`, whose locking the thread
    // sanitizer does not see on Linux.
    private let lock = NSLock()
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = lock.withLock {
                guard free > 0 else {
                    waiting.append(continuation)
                    return false
                }
                free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = lock.withLock {
            guard !waiting.isEmpty else {
                free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return waiting.removeFirst()
        }
        next?.resume()
    }
}
