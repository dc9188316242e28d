import Synchronization
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
private final class Slots: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
