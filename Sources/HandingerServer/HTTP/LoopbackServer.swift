import FlyingSocks
import HTTPTypes

/// An HTTP server on 127.0.0.1, which runs from initialization until it is stopped or released.
final class LoopbackServer: Sendable {
    private let serving: Task<Void, Never>

    init(listener: Listener, limits: ServerLimits = ServerLimits(), respond: @escaping Connection.Respond) {
        let deadlines = DeadlineTimer(precision: limits.precision)
        @Sendable func connection(_ socket: AsyncSocket) -> Connection {
            Connection(socket: socket, limits: limits, deadlines: deadlines, respond: respond)
        }
        serving = Task {
            async let watching: Void = deadlines.run()
            await listener.run(limit: limits.connections) { socket in
                await connection(socket).run()
            } refuse: { socket in
                await connection(socket)
                    .refuse(RequestViolation(.serviceUnavailable, "The server has too many connections."))
            }
            await watching
        }
    }

    deinit {
        serving.cancel()
    }

    /// Closes all connections and returns when they have ended.
    func stop() async {
        serving.cancel()
        await serving.value
    }
}
