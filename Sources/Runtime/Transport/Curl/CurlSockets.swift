#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// The epoll registrations of libcurl's sockets. Used only on the loop's thread.
///
/// One table for all pools: libcurl closes a socket that never became a connection without notice, and the next socket
/// of any pool may get its number. The table holds the latest user of each number.
final class CurlSockets {
    private struct Socket {
        let pool: Int
        /// The events that libcurl waits for; 0 for none.
        var interest: Int32
        /// The transfer that uses the connection; nil for an idle connection.
        var user: CurlEasyHandle?
        /// Whether the server may send frames while idle (SETTINGS, PING, GOAWAY).
        var isHTTP2 = false
    }

    private let epoll: Int32
    private var sockets: [Int32: Socket] = [:]
    /// The sockets that libcurl released since the last iteration of the loop.
    private var released: [Int32] = []

    init(epoll: Int32) {
        self.epoll = epoll
    }

    /// The pool and the socket that an event belongs to.
    static func origin(of event: epoll_event) -> (pool: Int, socket: Int32) {
        (Int(event.data.u64 >> 32), Int32(bitPattern: UInt32(truncatingIfNeeded: event.data.u64)))
    }

    /// Whether libcurl waits for an event; nil if the descriptor is not a socket of the pool.
    func isInUse(_ socket: Int32, in pool: Int) -> Bool? {
        entry(socket, in: pool).map { $0.interest != 0 }
    }

    /// Replaces the entry of an earlier socket with the number of a new one.
    ///
    /// libcurl does not report its interest if an earlier socket of that number had the same.
    func open(_ socket: Int32, for user: CurlEasyHandle, in pool: Int) {
        guard let earlier = sockets.removeValue(forKey: socket), earlier.pool == pool, earlier.interest != 0 else {
            return
        }
        watch(socket, earlier.interest, for: user, in: pool)
    }

    /// Registers a socket for the events that libcurl waits for.
    func watch(_ socket: Int32, _ what: Int32, for user: CurlEasyHandle?, in pool: Int) {
        var events: UInt32 = 0
        if what & Int32(CURL_POLL_IN) != 0 { events |= EPOLLIN.rawValue }
        if what & Int32(CURL_POLL_OUT) != 0 { events |= EPOLLOUT.rawValue }
        let isHTTP2 = entry(socket, in: pool)?.isHTTP2 ?? false
        sockets[socket] = Socket(pool: pool, interest: what, user: user, isHTTP2: isHTTP2)
        setEvents(events, of: socket, in: pool)
    }

    /// Records that libcurl waits for no event: the response is paused or the connection is idle.
    ///
    /// - Parameter user: The transfer that sent its request over the connection.
    func release(_ socket: Int32, by user: CurlEasyHandle, in pool: Int) {
        guard entry(socket, in: pool) != nil else { return }
        sockets[socket]?.interest = 0
        sockets[socket]?.user = user
        released.append(socket)
    }

    /// Records the end of a transfer.
    func endUse(of socket: Int32, by user: CurlEasyHandle, isHTTP2: Bool, in pool: Int) {
        guard let entry = entry(socket, in: pool) else { return }
        if isHTTP2 { sockets[socket]?.isHTTP2 = true }
        if entry.user == user { sockets[socket]?.user = nil }
    }

    /// Watches idle connections and stops watching paused ones.
    func settle() {
        guard !released.isEmpty else { return }
        for number in released {
            guard let socket = sockets[number], socket.interest == 0 else { continue }
            if socket.user == nil {
                // Bytes on an idle HTTP/1 connection must not become the next request's response.
                setEvents(EPOLLRDHUP.rawValue | (socket.isHTTP2 ? 0 : EPOLLIN.rawValue), of: number, in: socket.pool)
            } else {
                forget(number, in: socket.pool)
            }
        }
        released.removeAll(keepingCapacity: true)
    }

    /// Removes a socket.
    ///
    /// Must precede the close: if a forked child keeps the socket open, epoll would report it forever under a descriptor that
    /// can no longer be removed.
    func forget(_ socket: Int32, in pool: Int) {
        guard entry(socket, in: pool) != nil else { return }
        sockets[socket] = nil
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
    }

    /// Makes libcurl see an idle connection as closed when it wants to reuse it.
    ///
    /// libcurl takes any readable byte for a sign of life, even TLS close_notify.
    func retire(_ socket: Int32, in pool: Int) {
        forget(socket, in: pool)
        shutdown(socket, Int32(SHUT_RDWR))
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
        }
    }

    private func entry(_ socket: Int32, in pool: Int) -> Socket? {
        sockets[socket].flatMap { $0.pool == pool ? $0 : nil }
    }

    private func setEvents(_ events: UInt32, of socket: Int32, in pool: Int) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = UInt64(UInt32(truncatingIfNeeded: pool)) << 32 | UInt64(UInt32(bitPattern: socket))
        // Modify first; add if the socket is new.
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 { epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) }
    }
}
#endif
