import FlyingSocks

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A socket that takes connections on 127.0.0.1.
///
/// This uses FlyingFox's sockets and not its HTTP server, which sets no limit to the size of a head or to the time it
/// takes, reads a refused body to its end before it answers, and ends for good when it runs out of file descriptors.
struct Listener: Sendable {
    let port: Int
    private let socket: AsyncSocket

    /// Begins to listen; with port 0 on one that is free.
    ///
    /// - Throws: ``LocalServerError`` if the port cannot be had.
    init(port: Int) async throws {
        guard let number = UInt16(exactly: port) else {
            throw LocalServerError.invalidPort(port)
        }
        let socket = try Socket(domain: AF_INET)
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: .inet(ip4: "127.0.0.1", port: number))
            try socket.listen()
            guard case .ip4(_, let bound) = try socket.sockname() else { throw SocketError.unsupportedAddress }
            self.port = Int(bound)
            self.socket = try await AsyncSocket(socket: socket, pool: SocketEvents.shared.pool)
        } catch {
            try? socket.close()
            throw LocalServerError.cannotListen(port: port, cause: error)
        }
    }

    /// Serves connections, each in a task of its own, until the task is cancelled; then closes the socket.
    ///
    /// - Parameter limit: How many connections there may be; what is beyond goes to `refuse`.
    func run(
        limit: Int,
        serve: @escaping @Sendable (AsyncSocket) async -> Void,
        refuse: @escaping @Sendable (AsyncSocket) async -> Void
    ) async {
        let count = ConnectionCount()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let connection = try await socket.accept()
                    let isWithinLimit = count.add() <= limit
                    group.addTask {
                        await (isWithinLimit ? serve : refuse)(connection)
                        try? connection.close()
                        count.remove()
                    }
                } catch {
                    // A peer that is gone already, or too many open files: neither is the end of the server.
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }
            try? socket.close()
        }
    }
}

/// The one event loop that all sockets of the process wait with. It is never ended: one that is leaves a file
/// descriptor behind.
private actor SocketEvents {
    static let shared = SocketEvents()

    private var start: Task<any AsyncSocketPool, any Error>?

    var pool: any AsyncSocketPool {
        get async throws {
            let start =
                start
                ?? Task {
                    let pool = SocketPool<Poll>.make()
                    try await pool.prepare()
                    Task { try await pool.run() }
                    return pool
                }
            self.start = start
            return try await start.value
        }
    }
}
