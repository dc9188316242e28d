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
