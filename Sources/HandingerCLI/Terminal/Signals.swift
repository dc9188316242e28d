import Dispatch
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

/// Handlers that replace the default actions of signals.
struct SignalSources: Sendable {
    private let numbers: [Int32]

    /// Installs a handler; returns when it is active.
    init(_ numbers: [Int32], handler: @escaping @Sendable (Int32) -> Void) async {
        self.numbers = numbers
        for number in numbers { await SignalHub.shared.install(number, handler: handler) }
    }

    /// Restores the default actions.
    func stop() {
        for number in numbers { SignalHub.shared.remove(number) }
    }
}

/// The signal sources of the process.
///
/// Sources are never cancelled, and the hub emulates the default actions: Dispatch on Linux keeps its own handler for a
/// watched signal, and a second source receives nothing after the first is cancelled.
private final class SignalHub: Sendable {
    static let shared = SignalHub()

    private struct Entry {
        // Only retained, never accessed: an unreferenced source may be released.
        nonisolated(unsafe) let source: any DispatchSourceSignal
        var handler: (@Sendable (Int32) -> Void)?
    }

    /// Signals that do not end a process by default.
    private static let harmless: Set<Int32> = [SIGWINCH, SIGCONT]

    private let entries = Mutex<[Int32: Entry]>([:])

    func install(_ number: Int32, handler: @escaping @Sendable (Int32) -> Void) async {
        let isThere = entries.withLock { entries in
            entries[number]?.handler = handler
            return entries[number] != nil
        }
        if isThere { return }
        // The default action would end the process before the source is notified.
        if !Self.harmless.contains(number) { signal(number, SIG_IGN) }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { [self] in
            let handler = entries.withLock { $0[number]?.handler }
            if let handler { handler(number) } else if !Self.harmless.contains(number) { _exit(128 + number) }
        }
        let entry = Entry(source: source, handler: handler)
        entries.withLock { $0[number] = entry }
        // A signal before the registration would be lost.
        await withCheckedContinuation { continuation in
            entry.source.setRegistrationHandler { continuation.resume() }
            entry.source.activate()
        }
    }

    func remove(_ number: Int32) {
        entries.withLock { $0[number]?.handler = nil }
    }
}
