import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The error of an operation that a signal has cancelled.
struct Interruption: Error {
    let signal: Int32

    var status: ExitStatus { signal == SIGINT ? .interrupted : .terminated }
}

/// Cancellation by Ctrl-C and `kill`.
enum Signals {
    /// Runs an operation and cancels it at the first SIGINT or SIGTERM. A second signal ends the process.
    ///
    /// - Throws: ``Interruption`` if a signal cancelled the operation, otherwise its error.
    static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let received = Mutex<Int32?>(nil)
        try await withHandler { signal in
            let isFirst = received.withLock { received in
                defer { received = received ?? signal }
                return received == nil
            }
            if !isFirst { _exit(128 + signal) }
            task.cancel()
        } during: {
            do {
                try await task.value
            } catch {
                if let signal = received.withLock({ $0 }) { throw Interruption(signal: signal) }
                throw error
            }
        }
    }

    /// Waits for SIGINT or SIGTERM. `begin` runs once the handler is active, so its readers may send a signal at once.
    static func wait(begin: () throws -> Void) async throws {
        let (signals, continuation) = AsyncStream<Int32>.makeStream()
        try await withHandler {
            continuation.yield($0)
        } during: {
            try begin()
            for await _ in signals { break }
        }
    }

    private static func withHandler<Failure: Error>(
        _ handler: @escaping @Sendable (Int32) -> Void,
        during body: () async throws(Failure) -> Void
    ) async throws(Failure) {
        let sources = await SignalSources([SIGINT, SIGTERM], handler: handler)
        defer { sources.stop() }
        try await body()
    }
}
