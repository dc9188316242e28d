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

/// Protects a local server from requests of web pages.
///
/// A page of another site can make a browser call `http://127.0.0.1:PORT`, which shows in `Origin`, or let its own host
/// name resolve to 127.0.0.1 (DNS rebinding), which shows in `Host`.
enum LoopbackPolicy {
    /// Rejects a request whose `Host` or `Origin` is not this machine.
    static func check(_ request: HTTPRequest) throws(RequestViolation) {
        guard isLocal(request.authority ?? "") else {
            throw RequestViolation(.misdirectedRequest, "This server answers only at 127.0.0.1 and localhost.")
        }
        for origin in request.headerFields[values: .origin] {
            guard let separator = origin.firstRange(of: "://"), isLocal(origin[separator.upperBound...]) else {
                throw RequestViolation(.forbidden, "This server takes no requests from pages of other sites.")
            }
        }
    }

    /// Whether a host with an optional port is this machine.
    private static func isLocal(_ authority: some StringProtocol) -> Bool {
        var host = authority.lowercased()[...]
        if let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) {
            host = host[..<colon]
        }
        return ["127.0.0.1", "localhost", "[::1]"].contains(String(host))
    }
}
