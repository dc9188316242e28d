#if canImport(Glibc)
import CHandingerCurl
import Glibc
import Synchronization

/// The connections and transfers of one transport; owns a multi handle.
///
/// Only the loop's thread uses it. libcurl calls back with a pointer to it, which is valid because the worker keeps a
/// pool until after `close()`.
final class CurlPool {
    /// The identity and settings of a pool, for exchanges.
    struct Identity: Sendable {
        private static let lastNumber = Atomic<Int>(0)

        let number: Int
        let settings: CurlSettings

        init(settings: CurlSettings) {
            number = Self.lastNumber.add(1, ordering: .relaxed).newValue
            self.settings = settings
        }
    }

    /// How long idle connections are kept after the last transfer, in nanoseconds.
    private static let idleLimit: UInt64 = 60_000_000_000

    let identity: Identity
    private let multi: CurlMultiHandle
    private let sockets: CurlSockets
    /// The pool's HTTP/2 connections that received GOAWAY.
    let closingConnections = ClosingConnections()
    private var transfers: [CurlEasyHandle: CurlTransfer] = [:]
    /// libcurl's timer, in nanoseconds of the monotonic clock.
    private var timer: UInt64?
    /// The time at which an idle pool is closed; nil while it has transfers.
    private var idleDeadline: UInt64?
    /// Whether the pool is closed after its last transfer.
    var isClosing = false

    /// Makes a pool without connections; nil if libcurl has no memory or file descriptors left.
    init?(_ identity: Identity, sockets: CurlSockets) {
        // Older versions create wakeup sockets that child processes inherit. They carry no data, and libcurl does not
        // expose their descriptors.
        guard let multi = curl_multi_init() else { return nil }
        self.identity = identity
        self.multi = multi
        self.sockets = sockets
        idleDeadline = CurlWorker.now() &+ Self.idleLimit
        identity.settings.apply(toMulti: multi)
        let context = Unmanaged.passUnretained(self).toOpaque()
        handinger_curl_multi_set_pointer(multi, Int32(CURLMOPT_SOCKETDATA), context)
        handinger_curl_multi_set_pointer(multi, Int32(CURLMOPT_TIMERDATA), context)
        handinger_curl_multi_on_socket(multi) { handle, socket, what, context, _ in
            CurlPool.of(context)?.watch(socket, what, for: handle)
            return 0
        }
        handinger_curl_multi_on_timer(multi) { _, milliseconds, context in
            CurlPool.of(context)?.setTimer(milliseconds)
            return 0
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlPool? {
        context.map { Unmanaged<CurlPool>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Closes the connections. The pool must not be used afterwards.
    func close() {
        for transfer in transfers.values { remove(transfer) }
        curl_multi_cleanup(multi)
    }

    /// Whether the pool can be closed.
    func isDone(at now: UInt64) -> Bool {
        transfers.isEmpty && (isClosing || idleDeadline.map { $0 <= now } ?? false)
    }

    // MARK: - Transfers

    func start(_ transfer: CurlTransfer) {
        handinger_curl_set_pointer(
            transfer.handle,
            Int32(CURLOPT_CLOSESOCKETDATA),
            Unmanaged.passUnretained(self).toOpaque()
        )
        handinger_curl_on_close(transfer.handle) { context, socket in
            CurlPool.of(context)?.closeSocket(socket) ?? 0
        }
        let code = curl_multi_add_handle(multi, transfer.handle)
        guard code == 0 else {
            let message = "libcurl did not take the request (CURLMcode \(code))."
            return transfer.finish(throwing: TransportError(.connectionNotEstablished, message))
        }
        transfers[transfer.handle] = transfer
        idleDeadline = nil
    }

    /// Cancels a transfer; closes its connection or resets its HTTP/2 stream.
    func cancel(_ transfer: CurlTransfer) {
        transfer.prepareForRemoval()
        remove(transfer)
        transfer.finish(throwing: CancellationError())
    }

    private func remove(_ transfer: CurlTransfer) {
        curl_multi_remove_handle(multi, transfer.handle)
        transfers[transfer.handle] = nil
        if let socket = transfer.socket {
            sockets.endUse(of: socket, by: transfer.handle, isHTTP2: transfer.isHTTP2, in: identity.number)
        }
        if transfers.isEmpty { idleDeadline = CurlWorker.now() &+ Self.idleLimit }
    }

    /// Delivers what the transfers have received.
    ///
    /// - Returns: The transfers that have ended.
    func settle() -> [CurlTransfer] {
        var finished: [CurlTransfer] = []
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == Int32(CURLMSG_DONE) else { continue }
            // Removing the handle invalidates the message.
            let code = message.pointee.data.result
            guard let handle = message.pointee.easy_handle, let transfer = transfers[handle] else { continue }
            remove(transfer)
            transfer.finish(code: code)
            finished.append(transfer)
        }
        return finished
    }

    /// Ends a transfer whose response is complete before its request: stops the upload and closes the connection.
    func endUpload(of transfer: CurlTransfer) {
        transfer.prepareForRemoval()
        remove(transfer)
        transfer.finishBeforeUpload()
    }

    // MARK: - Sockets and timers

    /// Lets libcurl act on a ready socket.
    func act(on socket: Int32, _ events: UInt32) {
        // An earlier event may have closed it, and the descriptor may belong to the program by now.
        guard let isInUse = sockets.isInUse(socket, in: identity.number) else { return }
        guard isInUse else { return endConnection(socket) }
        var mask: Int32 = 0
        // Reading reveals errors and the end.
        if events & (EPOLLIN.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= Int32(CURL_CSELECT_IN) }
        if events & EPOLLOUT.rawValue != 0 { mask |= Int32(CURL_CSELECT_OUT) }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, mask, &running)
    }

    /// Retires an idle connection that its server closed or over which unsolicited bytes arrived.
    private func endConnection(_ socket: Int32) {
        // The rest of a paused response must stay in the socket.
        if transfers.values.contains(where: { $0.isReceivingPaused && $0.socket ?? socket == socket }) {
            sockets.forget(socket, in: identity.number)
        } else {
            sockets.retire(socket, in: identity.number)
        }
    }

    /// Lets libcurl act if its timer is due.
    func actOnTimer(at now: UInt64) {
        guard let timer, timer <= now else { return }
        self.timer = nil
        var running: Int32 = 0
        curl_multi_socket_action(multi, Int32(CURL_SOCKET_TIMEOUT), 0, &running)
    }

    /// The next time at which the pool must act.
    var nextDeadline: UInt64? {
        guard let timer, let idleDeadline else { return timer ?? idleDeadline }
        return min(timer, idleDeadline)
    }

    private func setTimer(_ milliseconds: Int) {
        timer = milliseconds < 0 ? nil : CurlWorker.now() &+ UInt64(milliseconds) &* 1_000_000
    }

    private func watch(_ socket: Int32, _ what: Int32, for handle: CurlEasyHandle?) {
        let transfer = handle.flatMap { transfers[$0] }
        if what != CURL_POLL_REMOVE {
            transfer?.socket = socket
            sockets.watch(socket, what, for: transfer?.handle, in: identity.number)
        } else if let transfer, transfer.hasConnection {
            transfer.socket = socket
            sockets.release(socket, by: transfer.handle, in: identity.number)
        } else {
            // Not a connection yet: libcurl may close it without notice, and the descriptor may be reused by the program.
            sockets.forget(socket, in: identity.number)
        }
    }

    /// Closes a socket for libcurl.
    fileprivate func closeSocket(_ socket: Int32) -> Int32 {
        sockets.forget(socket, in: identity.number)
        return Glibc.close(socket)
    }
}
#endif
