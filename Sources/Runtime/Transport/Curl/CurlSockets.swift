#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// The sockets of one pool, as epoll watches them. Lives on the loop's thread alone.
struct CurlSockets {
    private struct Socket {
        /// What libcurl waits for; 0 for nothing.
        var interest: Int32
        /// The transfer that uses the connection; nil for one that is kept for the next.
        var user: CurlEasyHandle?
        /// Whether the server may send something although no request is open (SETTINGS, PING, GOAWAY).
        var isHTTP2 = false
    }

    private let epoll: Int32
    private let poolNumber: Int
    private var sockets: [Int32: Socket] = [:]
    /// The sockets that libcurl has let go since the last turn of the loop.
    private var released: [Int32] = []

    init(epoll: Int32, poolNumber: Int) {
        self.epoll = epoll
        self.poolNumber = poolNumber
    }

    /// Whether libcurl waits for something; nil for a number that is not, or no longer, a socket of the pool.
    func isInUse(_ socket: Int32) -> Bool? {
        sockets[socket].map { $0.interest != 0 }
    }

    /// Watches a socket for what libcurl waits for.
    mutating func watch(_ socket: Int32, _ what: Int32, for user: CurlEasyHandle?) {
        var events: UInt32 = 0
        if what & Int32(CURL_POLL_IN) != 0 { events |= EPOLLIN.rawValue }
        if what & Int32(CURL_POLL_OUT) != 0 { events |= EPOLLOUT.rawValue }
        let isHTTP2 = sockets[socket]?.isHTTP2 ?? false
        sockets[socket] = Socket(interest: what, user: user, isHTTP2: isHTTP2)
        setEvents(events, of: socket)
    }

    /// Notes that libcurl waits for nothing: a response is held back, or the connection is kept for the next request.
    ///
    /// - Parameter user: A transfer that has sent its request over the connection.
    mutating func release(_ socket: Int32, by user: CurlEasyHandle) {
        guard sockets[socket] != nil else { return }
        sockets[socket]?.interest = 0
        sockets[socket]?.user = user
        released.append(socket)
    }

    /// Notes that a transfer has ended.
    mutating func endUse(of socket: Int32, by user: CurlEasyHandle, isHTTP2: Bool) {
        if isHTTP2 { sockets[socket]?.isHTTP2 = true }
        if sockets[socket]?.user == user { sockets[socket]?.user = nil }
    }

    /// Watches the connections that are kept, and no more those whose responses are held back.
    mutating func settle() {
        guard !released.isEmpty else { return }
        for number in released {
            guard let socket = sockets[number], socket.interest == 0 else { continue }
            if socket.user == nil {
                // What comes over HTTP/1 now belongs to no request: it must not become the next one's response.
                setEvents(EPOLLRDHUP.rawValue | (socket.isHTTP2 ? 0 : EPOLLIN.rawValue), of: number)
            } else {
                forget(number)
            }
        }
        released.removeAll(keepingCapacity: true)
    }

    /// Watches a socket no more.
    ///
    /// This has to happen before a socket is closed: a child process that was forked may keep it open, and then epoll
    /// reports it for ever, under a number that cannot be removed.
    mutating func forget(_ socket: Int32) {
        guard sockets.removeValue(forKey: socket) != nil else { return }
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
    }

    /// Makes libcurl see the end of a kept connection when it wants to use it again.
    ///
    /// libcurl takes any byte that it can read for a sign of life, also the close_notify of TLS.
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
        // It is watched already unless it is new.
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 { epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) }
    }
}
#endif
