#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// The event loop: waits for sockets, timers and commands and drives libcurl. Used only on the loop's thread.
final class CurlWorker {
    private let epoll: Int32
    private let wakeup: Int32
    private let takeCommands: () -> [CurlLoop.Command]
    private var pools: [Int: CurlPool] = [:]
    private var transfers: [Int: CurlTransfer] = [:]
    private let received = ReceivedTransfers()
    private let sockets: CurlSockets

    init(epoll: Int32, wakeup: Int32, commands: @escaping () -> [CurlLoop.Command]) {
        self.epoll = epoll
        self.wakeup = wakeup
        takeCommands = commands
        sockets = CurlSockets(epoll: epoll)
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = .max
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeup, &event)
    }

    /// The monotonic clock in nanoseconds.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    func run() -> Never {
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 64)
        while true {
            let count = wait(for: events, milliseconds: timeout())
            CurlExit.beginTurn()
            defer { CurlExit.endTurn() }
            for event in events[..<count] {
                if event.data.u64 == .max { resetWakeup() } else { handle(event) }
            }
            let commands = takeCommands()
            // An idle connection must not be reused if bytes had come over it before the command did.
            if !commands.isEmpty { handleNewEvents(events) }
            for command in commands { handle(command) }
            let now = Self.now()
            for pool in pools.values { pool.actOnTimer(at: now) }
            settle(at: now)
        }
    }

    /// Returns the number of ready events.
    private func wait(for events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
        max(0, Int(epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)))
    }

    /// Handles the events that came after the wait, except the wakeup, which belongs to commands that are still to be taken.
    private func handleNewEvents(_ events: UnsafeMutableBufferPointer<epoll_event>) {
        // The limit leaves sockets that are always ready to the next iteration.
        for _ in 0..<16 {
            // Connections that became idle are watched only now for what an idle one must not receive.
            settle(at: Self.now())
            let count = wait(for: events, milliseconds: 0)
            for event in events[..<count] where event.data.u64 != .max { handle(event) }
            guard count == events.count else { return }
        }
    }

    private func resetWakeup() {
        var count: eventfd_t = 0
        eventfd_read(wakeup, &count)
    }

    /// The timeout of the next wait in milliseconds; -1 for none.
    private func timeout() -> Int32 {
        guard let next = pools.values.lazy.compactMap(\.nextDeadline).min() else { return -1 }
        let now = Self.now()
        return next <= now ? 0 : Int32(clamping: (next - now + 999_999) / 1_000_000)
    }

    private func handle(_ event: epoll_event) {
        let (pool, socket) = CurlSockets.origin(of: event)
        pools[pool]?.act(on: socket, event.events)
    }

    private func handle(_ command: CurlLoop.Command) {
        switch command {
        case .start(let exchange): start(exchange)
        case .resumeReceiving(let number): transfers[number]?.resumeReceiving()
        case .resumeSending(let number): transfers[number]?.resumeSending()
        case .cancel(let number):
            guard let transfer = transfers.removeValue(forKey: number) else { return }
            pools[transfer.exchange.pool.number]?.cancel(transfer)
        case .close(let number): pools[number]?.isClosing = true
        }
    }

    private func start(_ exchange: CurlExchange) {
        // The call may be cancelled before its start command arrives.
        guard !exchange.receiver.body.isEnded else { return }
        guard let pool = pools[exchange.pool.number] ?? CurlPool(exchange.pool, sockets: sockets),
            let transfer = CurlTransfer(
                exchange,
                received: received,
                sockets: sockets,
                closingConnections: pool.closingConnections
            )
        else {
            let error = TransportError(.connectionNotEstablished, "libcurl has no memory or file descriptors left.")
            return exchange.receiver.finish(throwing: error)
        }
        pools[exchange.pool.number] = pool
        transfers[exchange.number] = transfer
        pool.start(transfer)
    }

    private func settle(at now: UInt64) {
        for (number, pool) in pools {
            for transfer in pool.settle() { transfers[transfer.exchange.number] = nil }
            guard pool.isDone(at: now) else { continue }
            pool.close()
            pools[number] = nil
        }
        for transfer in received.takeWhole() where transfers[transfer.exchange.number] === transfer {
            transfers[transfer.exchange.number] = nil
            pools[transfer.exchange.pool.number]?.endUpload(of: transfer)
        }
        sockets.settle()
        received.flush()
    }
}
#endif
