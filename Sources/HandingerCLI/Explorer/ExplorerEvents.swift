import APIRuntime

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The event queue of the viewer: keys, signals and changes of the terminal size.
final class ExplorerEvents {
    enum Event: Equatable {
        case key(ExplorerKey)
        case signal(Int32)
        case resize
        /// The process continues after it was suspended (SIGCONT).
        case resume
    }

    private let input: FileDescriptor
    /// The pipe that receives signals, so that one `poll` waits for signals and keys (the self-pipe trick).
    private let pipe: (reading: FileDescriptor, writing: FileDescriptor)
    private let sources: SignalSources
    private var decoder = ExplorerKeyDecoder()
    private var queue: [Event] = []

    /// The maximum time between the bytes of one key, in milliseconds.
    private static let keyTimeout: Int32 = 50

    /// - Throws: ``CommandFailure`` if the process has no file descriptors left.
    init(input: FileDescriptor) async throws {
        self.input = input
        let pipe: (reading: FileDescriptor, writing: FileDescriptor)
        do {
            pipe = try FileDescriptor.pipe()
        } catch {
            throw CommandFailure(.failure, "The terminal cannot be watched: \(error.reason)")
        }
        self.pipe = pipe
        sources = await SignalSources([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT]) { number in
            _ = withUnsafeBytes(of: UInt8(number)) { write(pipe.writing.number, $0.baseAddress, $0.count) }
        }
    }

    func stop() {
        sources.stop()
    }

    /// Waits for the next event; nil if the terminal is closed.
    func next() -> Event? {
        while queue.isEmpty {
            var requests = [
                pollfd(fd: input.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipe.reading.number, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&requests, 2, decoder.isWaiting ? Self.keyTimeout : -1)
            if count == 0 {
                queue += decoder.flush().map { .key($0) }
            } else if count < 0, errno != EINTR {
                return nil
            } else if requests[1].revents != 0 {
                queue += Self.read(pipe.reading).map(Self.event)
            } else if requests[0].revents != 0 {
                let bytes = Self.read(input)
                guard !bytes.isEmpty else { return nil }
                queue += decoder.decode(bytes).map { .key($0) }
            }
        }
        return queue.removeFirst()
    }

    private static func event(_ number: UInt8) -> Event {
        switch Int32(number) {
        case SIGWINCH: .resize
        case SIGCONT: .resume
        case let number: .signal(number)
        }
    }

    private static func read(_ descriptor: FileDescriptor) -> [UInt8] {
        (try? descriptor.read(atMost: 256)) ?? []
    }
}

/// A key press.
enum ExplorerKey: Equatable, Sendable {
    case character(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, backspace, escape, interrupt, suspend
}

/// An incremental decoder from terminal input to keys.
struct ExplorerKeyDecoder {
    private var pending: [UInt8] = []

    /// Whether there is an incomplete sequence, which may also be the Escape key.
    var isWaiting: Bool { !pending.isEmpty }

    mutating func decode(_ bytes: some Sequence<UInt8>) -> [ExplorerKey] {
        pending += bytes
        var keys: [ExplorerKey] = []
        while let (key, count) = next() {
            pending.removeFirst(count)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Decodes an incomplete sequence after a timeout.
    mutating func flush() -> [ExplorerKey] {
        defer { pending = [] }
        return pending.first == 0x1B ? [.escape] : []
    }

    /// The next key and its length in bytes; nil if it is incomplete. An unknown sequence has a length but no key.
    private func next() -> (key: ExplorerKey?, count: Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1B: return sequence()
        case 0x03: return (.interrupt, 1)
        case 0x1A: return (.suspend, 1)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x02: return (.pageUp, 1)
        case 0x06: return (.pageDown, 1)
        case 0..<0x20: return (nil, 1)
        default:
            let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
            guard pending.count >= length else { return nil }
            let text = String(decoding: pending.prefix(length), as: UTF8.self)
            return (text.first.map { .character($0) }, length)
        }
    }

    /// Decodes control sequences and keys of application mode (ECMA-48, section 5.4).
    private func sequence() -> (key: ExplorerKey?, count: Int)? {
        guard pending.count > 1 else { return nil }
        guard pending[1] == UInt8(ascii: "[") || pending[1] == UInt8(ascii: "O") else { return (.escape, 1) }
        guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
        let key: ExplorerKey? =
            switch (pending[end], String(decoding: pending[2..<end], as: UTF8.self)) {
            case (UInt8(ascii: "A"), _): .up
            case (UInt8(ascii: "B"), _): .down
            case (UInt8(ascii: "C"), _): .right
            case (UInt8(ascii: "D"), _): .left
            case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
            case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
            case (UInt8(ascii: "~"), "5"): .pageUp
            case (UInt8(ascii: "~"), "6"): .pageDown
            default: nil
            }
        return (key, end + 1)
    }
}
