internal import Dispatch
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Runs independent work on all cores. Only the emitter uses it: each output file is a pure function of the API, so
/// the files are emitted and written concurrently. All earlier stages run on one thread.
package enum Parallel {
    /// Bytes. Emission recurses at most as deep as a document nests.
    private static let stackSize = 64 << 20

    /// More threads do not help: most of the time goes into the stages before emission.
    private static let maximumThreadCount = 4

    private static var threadCount: Int {
        min(max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), maximumThreadCount)
    }

    /// Returns the transformed inputs, in their order.
    package static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        _ transform: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        let queue = WorkQueue(inputs, transform)
        var helperCount = 0
        for _ in 1..<max(1, min(threadCount, inputs.count)) {
            let isStarted = LargeStackThread.start(stackSize: stackSize) {
                queue.run()
                queue.helperDidFinish.signal()
            }
            if isStarted { helperCount += 1 }
        }
        queue.run()
        for _ in 0..<helperCount { queue.helperDidFinish.wait() }
        return queue.results.withLock { $0.compactMap(\.self) }
    }

    private final class WorkQueue<Input: Sendable, Output: Sendable>: Sendable {
        private let inputs: [Input]
        private let transform: @Sendable (Input) -> Output
        private let nextIndex = Atomic(0)
        let results: Mutex<[Output?]>
        let helperDidFinish = DispatchSemaphore(value: 0)

        init(_ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output) {
            self.inputs = inputs
            self.transform = transform
            results = Mutex(Array(repeating: nil, count: inputs.count))
        }

        /// Takes inputs until none is left.
        func run() {
            while true {
                let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < inputs.count else { return }
                let output = transform(inputs[index])
                results.withLock { $0[index] = output }
            }
        }
    }
}
