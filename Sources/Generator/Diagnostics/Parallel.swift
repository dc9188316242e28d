internal import Dispatch
internal import Synchronization

/// Work in parts that do not depend on one another, on all cores.
package enum Parallel {
    /// Enough to follow the longest row of references that is read. It is taken only as far as it is used.
    static let stackSize = 256 << 20

    /// More would not make a document ready sooner: most of its time goes into what only one thread can do.
    private static let largestThreadCount = 4

    /// How many inputs ``map(_:_:)`` takes at a time.
    package static var threadCount: Int { min(DeepThread.coreCount, largestThreadCount) }

    /// What `transform` makes of each of the inputs, in their order.
    package static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        _ transform: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        let work = Work(inputs, transform)
        var helpers = 0
        for _ in 1..<max(1, min(threadCount, inputs.count)) {
            let isHelped = DeepThread.start(stackSize: stackSize) {
                work.run()
                work.helpersEnded.signal()
            }
            if isHelped { helpers += 1 }
        }
        work.run()
        for _ in 0..<helpers { work.helpersEnded.wait() }
        return work.results.withLock { $0.compactMap(\.self) }
    }

    /// The same for inputs that each take too little for a thread to fetch them one by one.
    package static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        inRunsOf size: Int,
        _ transform: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        let runs = stride(from: 0, to: inputs.count, by: size).map { inputs[$0..<min($0 + size, inputs.count)] }
        return map(runs) { $0.map(transform) }.flatMap(\.self)
    }

    private final class Work<Input: Sendable, Output: Sendable>: Sendable {
        private let inputs: [Input]
        private let transform: @Sendable (Input) -> Output
        private let next = Atomic(0)
        let results: Mutex<[Output?]>
        let helpersEnded = DispatchSemaphore(value: 0)

        init(_ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output) {
            self.inputs = inputs
            self.transform = transform
            results = Mutex(Array(repeating: nil, count: inputs.count))
        }

        /// Takes one input after the other until there is none left.
        func run() {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < inputs.count else { return }
                let output = transform(inputs[index])
                results.withLock { $0[index] = output }
            }
        }
    }
}
