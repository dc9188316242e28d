#if canImport(Glibc)
import CHandingerCurl
import Glibc
import Synchronization

/// The thread that runs all transfers of the process, as a queue of commands for other threads.
final class CurlLoop: Sendable {
    enum Command: Sendable {
        case start(CurlExchange)
        case resumeReceiving(Int)
        case resumeSending(Int)
        case cancel(Int)
        /// Ends a pool once its last transfer has ended.
        case close(Int)
    }

    private static let instance = Locked<CurlLoop?>(nil)

    /// The loop; the first access starts its thread.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if libcurl is too old; ``TransportError`` if
    ///   the process has no file descriptor or thread left.
    static func shared() throws -> CurlLoop {
        try instance.withLock { instance in
            if let loop = instance { return loop }
            let loop = try CurlLoop()
            instance = loop
            return loop
        }
    }

    /// The loop, if it was started.
    static var current: CurlLoop? { instance.withLock { $0 } }

    /// The eventfd that wakes the thread for commands.
    private let wakeup: Int32
    private let commands = Locked<[Command]>([])
    private static let lastNumber = Atomic<Int>(0)

    private init() throws {
        try CurlLibrary.prepare()
        CurlExit.register()
        wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeup >= 0 else { throw Self.failure("a file descriptor") }
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else {
            close(wakeup)
            throw Self.failure("a file descriptor")
        }
        let start = { @Sendable [self] () -> Void in
            CurlWorker(epoll: epoll, wakeup: wakeup, commands: takeCommands).run()
        }
        guard Self.startThread(start) else {
            close(wakeup)
            close(epoll)
            throw Self.failure("a thread")
        }
    }

    /// A number for an exchange or a pool.
    static func makeNumber() -> Int {
        lastNumber.add(1, ordering: .relaxed).newValue
    }

    /// Posts a command to the thread.
    func post(_ command: Command) {
        let isFirst = commands.withLock { commands in
            commands.append(command)
            return commands.count == 1
        }
        // The thread takes all commands at once, so only the first needs a wakeup.
        if isFirst { eventfd_write(wakeup, 1) }
    }

    private func takeCommands() -> [Command] {
        commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }

    static func failure(_ resource: String) -> TransportError {
        TransportError(
            .connectionNotEstablished,
            "The system has not \(resource) left to make connections with: \(String(cString: strerror(errno)))."
        )
    }

    /// The thread's name for debuggers; at most 15 bytes.
    static let threadName = "handinger-curl"

    private static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        final class Start {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // The thread inherits this mask: signals are handled on the program's threads, and SIGPIPE nowhere. The signals of
        // faults stay unblocked, or a fault would end the process without the program's handler.
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS] { sigdelset(&all, signal) }
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let context = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            &attributes,
            { context in
                guard let context else { return nil }
                handinger_set_thread_name(CurlLoop.threadName)
                Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            context.toOpaque()
        )
        if result != 0 { context.release() }
        return result == 0
    }
}
#endif
