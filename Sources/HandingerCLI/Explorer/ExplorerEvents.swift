#if CommandLine
import Foundation

/// What happens to the viewer, one thing after the other: keys, signals, another size of the terminal.
final class ExplorerEvents {
    enum Event: Equatable {
        case key(ExplorerKey)
        case signal(Int32)
        case resize
        /// The program goes on after it was stopped.
        case resume
    }

    private let input: FileHandle
    /// Signals are written into a pipe, so that one wait is enough for them and for keys.
    private let pipe = Pipe()
    private let sources: SignalSources
    private var decoder = ExplorerKeyDecoder()
    private var queue: [Event] = []

    /// How long a terminal may take between the bytes of one key, in milliseconds.
    private static let keyTimeout: Int32 = 50

    init(input: FileHandle) async {
        self.input = input
        let writer = pipe.fileHandleForWriting
        sources = await SignalSources([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT]) { number in
            try? writer.write(contentsOf: Data([UInt8(number)]))
        }
    }

    func stop() {
        sources.stop()
    }

    /// The next event; nil if the terminal has gone.
    func next() -> Event? {
        while queue.isEmpty {
            var requests = [
                pollfd(fd: input.fileDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&requests, 2, decoder.isWaiting ? Self.keyTimeout : -1)
            if count == 0 {
                queue += decoder.flush().map { .key($0) }
            } else if count < 0, errno != EINTR {
                return nil
            } else if requests[1].revents != 0 {
                queue += Self.read(pipe.fileHandleForReading).map(Self.event)
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

    private static func read(_ handle: FileHandle) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = Foundation.read(handle.fileDescriptor, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }
}
#endif
