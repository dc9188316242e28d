import Foundation

/// The processor time of this process, which other programs affect little.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Measures the processor time of several workloads, which alternate; returns the minimum of all rounds for each.
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

/// The asynchronous variant.
func seconds(rounds: Int = 9, _ works: [() async throws -> Void]) async throws -> [Double] {
    try await times(rounds: rounds, works).map(\.processor)
}

/// Measures processor time and elapsed time, in seconds, of several workloads, which alternate; returns the minimum of all
/// rounds for each.
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

/// Prevents the compiler from removing an unused value.
@inline(never) func keep<Value>(_ value: borrowing Value) {}
