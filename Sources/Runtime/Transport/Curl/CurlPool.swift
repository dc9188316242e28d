#if canImport(Glibc)
import CHandingerCurl
import Glibc
import Synchronization

/// The connections of one transport and the transfers over them: the owner of a multi handle.
///
/// Only the loop's thread uses it. libcurl calls back with a pointer to it, which is valid because the worker keeps a
/// pool until after `close()`.
final class CurlPool {
    /// Which pool an exchange belongs to, and how it connects.
    struct Identity: Sendable {
        private static let lastNumber = Atomic<Int>(0)

        let number: Int
        let settings: CurlSettings

        init(settings: CurlSettings) {
            number = Self.lastNumber.add(1, ordering: .relaxed).newValue
            self.settings = settings
        }
    }

    /// When kept connections are closed after the last transfer, in nanoseconds.
    private static let idleLimit: UInt64 = 60_000_000_000

    let identity: Identity
    private let multi: CurlMultiHandle
    private let epoll: Int32
    /// What libcurl waits for, by socket; nothing for a connection that is kept open.
    private var interests: [Int32: Int32] = [:]
    /// What the log told about the pool's HTTP/2 connections.
    let closingConnections = ClosingConnections()
    private var transfers: [CurlEasyHandle: CurlTransfer] = [:]
    /// When libcurl is to be called although no socket is ready, in nanoseconds of the monotonic clock.
    private var timer: UInt64?
    /// When the pool goes unless another transfer starts; nil while there is one.
    private var idleDeadline: UInt64?
    /// Whether the pool goes when its last transfer has ended.
    var isClosing = false

    /// Makes a pool without connections; nil if libcurl has no memory or file descriptors left.
    init?(_ identity: Identity, epoll: Int32) {
        guard let multi = Self.makeMultiHandle() else { return nil }
        self.identity = identity
        self.multi = multi
        self.epoll = epoll
        idleDeadline = CurlWorker.now() &+ Self.idleLimit
        identity.settings.apply(toMulti: multi)
        let context = Unmanaged.passUnretained(self).toOpaque()
        handinger_curl_multi_set_pointer(multi, Int32(CURLMOPT_SOCKETDATA), context)
        handinger_curl_multi_set_pointer(multi, Int32(CURLMOPT_TIMERDATA), context)
        handinger_curl_multi_on_socket(multi) { _, socket, what, context, _ in
            CurlPool.of(context)?.watch(socket, what)
            return 0
        }
        handinger_curl_multi_on_timer(multi) { _, milliseconds, context in
            CurlPool.of(context)?.setTimer(milliseconds)
            return 0
        }
    }

    /// Makes a multi handle whose sockets are not inherited by programs that this one starts.
    private static func makeMultiHandle() -> CurlMultiHandle? {
        // libcurl makes a pair of sockets for wakeups, and new descriptors have the lowest free numbers.
        let lowest = dup(STDERR_FILENO)
        Glibc.close(lowest)
        let multi = curl_multi_init()
        for descriptor in lowest..<lowest + 4 {
            var (domain, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
            guard getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0, domain == AF_UNIX else {
                continue
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return multi
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlPool? {
        context.map { Unmanaged<CurlPool>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Closes the connections. The pool cannot be used after that.
    func close() {
        for transfer in transfers.values { remove(transfer) }
        curl_multi_cleanup(multi)
    }

    /// Whether there is nothing left to wait for.
    func isDone(at now: UInt64) -> Bool {
        transfers.isEmpty && (isClosing || idleDeadline.map { $0 <= now } ?? false)
    }

    // MARK: - Transfers

    func start(_ transfer: CurlTransfer) {
        let code = curl_multi_add_handle(multi, transfer.handle)
        guard code == 0 else {
            let message = "libcurl did not take the request (CURLMcode \(code))."
            return transfer.finish(throwing: TransportError(.connectionNotEstablished, message))
        }
        transfers[transfer.handle] = transfer
        idleDeadline = nil
    }

    /// Ends a transfer before its response is whole; closes its connection or resets its HTTP/2 stream.
    func cancel(_ transfer: CurlTransfer) {
        transfer.prepareForRemoval()
        remove(transfer)
        transfer.finish(throwing: CancellationError())
    }

    private func remove(_ transfer: CurlTransfer) {
        transfers[transfer.handle] = nil
        curl_multi_remove_handle(multi, transfer.handle)
        if transfers.isEmpty { idleDeadline = CurlWorker.now() &+ Self.idleLimit }
    }

    /// Hands on what the transfers have received.
    ///
    /// - Returns: Those that have ended.
    func settle() -> [CurlTransfer] {
        var finished: [CurlTransfer] = []
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == Int32(CURLMSG_DONE) else { continue }
            // The message is gone as soon as its handle is removed.
            let code = message.pointee.data.result
            guard let handle = message.pointee.easy_handle, let transfer = transfers[handle] else { continue }
            remove(transfer)
            transfer.finish(code: code)
            finished.append(transfer)
        }
        return finished
    }

    // MARK: - Sockets and timers

    /// Lets libcurl work with a socket that is ready.
    func act(on socket: Int32, _ events: UInt32) {
        guard interests[socket] != 0 else { return drain(socket) }
        var mask: Int32 = 0
        // What an error or the end is, reading tells.
        if events & (EPOLLIN.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= Int32(CURL_CSELECT_IN) }
        if events & EPOLLOUT.rawValue != 0 { mask |= Int32(CURL_CSELECT_OUT) }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, mask, &running)
    }

    /// Reads what a server sent before it closed a connection that was kept open.
    ///
    /// libcurl looks whether there is something to read before it uses such a connection again, and takes the
    /// close_notify of TLS for a sign of life.
    private func drain(_ socket: Int32) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
        // Nor does libcurl wait for a response that is held back, whose rest must stay where it is.
        guard !transfers.values.contains(where: \.isReceivingPaused) else { return }
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
        }
    }

    /// Lets libcurl work if its timer is due.
    func actOnTimer(at now: UInt64) {
        guard let timer, timer <= now else { return }
        self.timer = nil
        var running: Int32 = 0
        curl_multi_socket_action(multi, Int32(CURL_SOCKET_TIMEOUT), 0, &running)
    }

    /// When the pool wants to be looked at again.
    var nextDeadline: UInt64? {
        guard let timer, let idleDeadline else { return timer ?? idleDeadline }
        return min(timer, idleDeadline)
    }

    private func setTimer(_ milliseconds: Int) {
        timer = milliseconds < 0 ? nil : CurlWorker.now() &+ UInt64(milliseconds) &* 1_000_000
    }

    private func watch(_ socket: Int32, _ what: Int32) {
        var event = epoll_event()
        event.data.u64 = UInt64(UInt32(truncatingIfNeeded: identity.number)) << 32 | UInt64(UInt32(bitPattern: socket))
        if what == CURL_POLL_REMOVE {
            // The connection may be kept open: then its server may close it.
            event.events = EPOLLRDHUP.rawValue
            interests[socket] = 0
        } else {
            if what & Int32(CURL_POLL_IN) != 0 { event.events |= EPOLLIN.rawValue }
            if what & Int32(CURL_POLL_OUT) != 0 { event.events |= EPOLLOUT.rawValue }
            interests[socket] = what
        }
        // It is watched already unless it is new. The system forgets a socket when it is closed.
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 { epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) }
    }
}
#endif
