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

/// Hands signals to a handler, instead of letting them do what they do by default.
struct SignalSources: Sendable {
    private let numbers: [Int32]

    /// Returns when a signal would reach the handler.
    init(_ numbers: [Int32], handler: @escaping @Sendable (Int32) -> Void) async {
        self.numbers = numbers
        for number in numbers { await SignalHub.shared.take(number, handler: handler) }
    }

    /// Gives the signals back.
    func stop() {
        for number in numbers { SignalHub.shared.giveBack(number) }
    }
}

/// The process's sources of signals, one for each that was ever taken.
///
/// They stay, and what they do by default is done here: Dispatch on Linux has a handler of its own for a signal that it
/// watches, and a second source hears nothing once the first was cancelled.
private final class SignalHub: Sendable {
    static let shared = SignalHub()

    private struct Entry {
        // Never touched again; it is here because a source that nobody holds may go away.
        nonisolated(unsafe) let source: any DispatchSourceSignal
        var handler: (@Sendable (Int32) -> Void)?
    }

    /// What does not end a process.
    private static let harmless: Set<Int32> = [SIGWINCH, SIGCONT]

    private let entries = Mutex<[Int32: Entry]>([:])

    func take(_ number: Int32, handler: @escaping @Sendable (Int32) -> Void) async {
        let isThere = entries.withLock { entries in
            entries[number]?.handler = handler
            return entries[number] != nil
        }
        if isThere { return }
        // Its default would end the process before the source hears of it.
        if !Self.harmless.contains(number) { signal(number, SIG_IGN) }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { [self] in
            let handler = entries.withLock { $0[number]?.handler }
            if let handler { handler(number) } else if !Self.harmless.contains(number) { _exit(128 + number) }
        }
        let entry = Entry(source: source, handler: handler)
        entries.withLock { $0[number] = entry }
        // A signal that comes before the source is in place would be lost.
        await withCheckedContinuation { continuation in
            entry.source.setRegistrationHandler { continuation.resume() }
            entry.source.activate()
        }
    }

    func giveBack(_ number: Int32) {
        entries.withLock { $0[number]?.handler = nil }
    }
}
