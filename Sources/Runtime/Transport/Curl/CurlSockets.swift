#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// The epoll registrations of one pool's sockets. Used only on the loop's thread.
struct CurlSockets {
    private struct Socket {
        /// The events that libcurl waits for; 0 for none.
        var interest: Int32
        /// The transfer that uses the connection; nil for an idle connection.
        var user: CurlEasyHandle?
        /// Whether the server may send frames while idle (SETTINGS, PING, GOAWAY).
        var isHTTP2 = false
    }

    private let epoll: Int32
    private let poolNumber: Int
    private var sockets: [Int32: Socket] = [:]
    /// The sockets that libcurl released since the last iteration of the loop.
    private var released: [Int32] = []

    init(epoll: Int32, poolNumber: Int) {
        self.epoll = epoll
        self.poolNumber = poolNumber
    }

    /// Whether libcurl waits for an event; nil if the descriptor is not a socket of the pool.
    func isInUse(_ socket: Int32) -> Bool? {
        sockets[socket].map { $0.interest != 0 }
    }

    /// Registers a socket for the events that libcurl waits for.
    mutating func watch(_ socket: Int32, _ what: Int32, for user: CurlEasyHandle?) {
        var events: UInt32 = 0
        if what & Int32(CURL_POLL_IN) != 0 { events |= EPOLLIN.rawValue }
        if what & Int32(CURL_POLL_OUT) != 0 { events |= EPOLLOUT.rawValue }
        let isHTTP2 = sockets[socket]?.isHTTP2 ?? false
        sockets[socket] = Socket(interest: what, user: user, isHTTP2: isHTTP2)
        setEvents(events, of: socket)
    }

    /// Records that libcurl waits for no event: the response is paused or the connection is idle.
    ///
    /// - Parameter user: The transfer that sent its request over the connection.
    mutating func release(_ socket: Int32, by user: CurlEasyHandle) {
        guard sockets[socket] != nil else { return }
        sockets[socket]?.interest = 0
        sockets[socket]?.user = user
        released.append(socket)
    }

    /// Records the end of a transfer.
    mutating func endUse(of socket: Int32, by user: CurlEasyHandle, isHTTP2: Bool) {
        if isHTTP2 { sockets[socket]?.isHTTP2 = true }
        if sockets[socket]?.user == user { sockets[socket]?.user = nil }
    }

    /// Watches idle connections and stops watching paused ones.
    mutating func settle() {
        guard !released.isEmpty else { return }
        for number in released {
            guard let socket = sockets[number], socket.interest == 0 else { continue }
            if socket.user == nil {
                // Bytes on an idle HTTP/1 connection must not become the next request's response.
                setEvents(EPOLLRDHUP.rawValue | (socket.isHTTP2 ? 0 : EPOLLIN.rawValue), of: number)
            } else {
                forget(number)
            }
        }
        released.removeAll(keepingCapacity: true)
    }

    /// Removes a socket.
    ///
    /// Must precede the close: if a forked child keeps the socket open, epoll would report it forever under a descriptor that
    /// can no longer be removed.
    mutating func forget(_ socket: Int32) {
        guard sockets.removeValue(forKey: socket) != nil else { return }
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
    }

    /// Makes libcurl see an idle connection as closed when it wants to reuse it.
    ///
    /// libcurl takes any readable byte for a sign of life, even TLS close_notify.
    mutating func retire(_ socket: Int32) {
        forget(socket)
        shutdown(socket, Int32(SHUT_RDWR))
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
        }
    }

    private func setEvents(_ events: UInt32, of socket: Int32) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = UInt64(UInt32(truncatingIfNeeded: poolNumber)) << 32 | UInt64(UInt32(bitPattern: socket))
        // Modify first; add if the socket is new.
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 { epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) }
    }
}
#endif
