import FlyingSocks
import HTTPTypes

/// Serves HTTP on 127.0.0.1 from when it is made until it is stopped or given up.
final class LoopbackServer: Sendable {
    private let serving: Task<Void, Never>

    init(listener: Listener, limits: ServerLimits = ServerLimits(), respond: @escaping Connection.Respond) {
        let deadlines = DeadlineKeeper(precision: limits.precision)
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

    /// Ends all connections and returns when none is left.
    func stop() async {
        serving.cancel()
        await serving.value
    }
}
