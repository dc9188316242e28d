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
    try await times(rounds: rounds, works).map(\.processor)
}

/// The processor time and the time by the clock, in seconds, of each of several pieces of work: the least of all rounds,
/// in which they take turns.
func times(
    rounds: Int = 9,
    _ works: [() async throws -> Void]
) async throws -> [(processor: Double, clock: Double)] {
    var best = Array(repeating: (processor: Double.infinity, clock: Double.infinity), count: works.count)
    for _ in 0..<rounds {
        for (index, work) in works.enumerated() {
            let (start, processorStart) = (ContinuousClock.now, processorTime())
            try await work()
            best[index].processor = min(best[index].processor, processorTime() - processorStart)
            best[index].clock = min(best[index].clock, start.duration(to: .now) / .seconds(1))
        }
    }
    return best
}

/// Keeps the compiler from leaving out what only a benchmark wants.
@inline(never) func keep<Value>(_ value: borrowing Value) {}
