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
