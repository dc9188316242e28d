import Foundation
public import Testing

/// Limits the number of concurrent tests that open connections.
///
/// Foundation on Linux polls each connection that waits for a response. Hundreds of them would starve a small machine.
public struct ConnectionLimit: SuiteTrait, TestTrait, TestScoping {
    private static let slots = Slots(4)

    /// The limit applies to each test of a suite, not to the suite.
    public var isRecursive: Bool { true }

    /// Runs a test case as soon as a slot is free.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.slots.acquire()
        defer { Self.slots.release() }
        try await function()
    }
}

extension Trait where Self == ConnectionLimit {
    /// Limits concurrent tests; see ``ConnectionLimit``.
    public static var opensConnections: Self { ConnectionLimit() }
}

/// A fair semaphore.
private final class Slots: @unchecked Sendable {
    // @unchecked: the variables are only accessed while the lock is held. The thread sanitizer does not understand `Mutex`
    // on Linux.
    private let lock = NSLock()
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func acquire() async {
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

    func release() {
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
