#if Server
import HTTPTypes

/// Serves HTTP on 127.0.0.1 from when it is made until it is stopped or given up.
final class LoopbackServer: Sendable {
    private let serving: Task<Void, Never>

    init(listener: Listener, limits: ServerLimits = ServerLimits(), respond: @escaping Connection.Respond) {
        serving = Task {
            await listener.run(limit: limits.connections) { socket in
                await Connection(socket: socket, limits: limits, respond: respond).run()
            } refuse: { socket in
                await Connection(socket: socket, limits: limits, respond: respond)
                    .refuse(RequestViolation(.serviceUnavailable, "The server has too many connections."))
            }
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
#endif
