import Foundation

/// The processor time of this process, which other programs on the machine do not lengthen by much.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What each of several pieces of work takes in processor time: the least of all rounds, in which they take turns.
func seconds(rounds: Int = 9, _ works: [() throws -> Void]) throws -> [Double] {
    var best = Array(repeating: Double.infinity, count: works.count)
    for _ in 0..<rounds {
        for (index, work) in works.enumerated() {
            let start = processorTime()
            try work()
            best[index] = min(best[index], processorTime() - start)
        }
    }
    return best
}

/// The same for work that waits.
func seconds(rounds: Int = 9, _ works: [() async throws -> Void]) async throws -> [Double] {
    var best = Array(repeating: Double.infinity, count: works.count)
    for _ in 0..<rounds {
        for (index, work) in works.enumerated() {
            let start = processorTime()
            try await work()
            best[index] = min(best[index], processorTime() - start)
        }
    }
    return best
}

/// Keeps the compiler from leaving out what only a benchmark wants.
@inline(never) func keep<Value>(_ value: borrowing Value) {}
