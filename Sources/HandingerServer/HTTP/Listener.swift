import FlyingSocks
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A listening socket on 127.0.0.1.
///
/// It uses FlyingFox's sockets but not its HTTP server, which limits neither the size nor the duration of a request
/// head, reads a rejected body to its end before it responds, and stops for good when file descriptors run out.
struct Listener: Sendable {
    let port: Int
    private let socket: AsyncSocket

    /// Starts to listen; port 0 chooses a free port.
    ///
    /// - Throws: ``LocalServerError`` if the port is unavailable.
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

    /// Accepts connections, each in a separate task, until the task is cancelled; then closes the socket.
    ///
    /// - Parameter limit: The maximum number of connections; further ones go to `refuse`.
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
                    // The peer has disconnected, or the process has too many open files: both pass.
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }
            try? socket.close()
        }
    }
}

/// The event loop of all sockets in the process. It never stops, because a stopped loop leaks a file descriptor.
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

/// The number of open connections.
private final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    /// Increments the count and returns the new value.
    func add() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func remove() {
        count.withLock { $0 -= 1 }
    }
}
