import HTTPTypes

/// Tells a request that is meant for a server on this machine from one that a web page sends behind its user's back.
///
/// A page on another site can make a browser call `http://127.0.0.1:PORT`, or point a name of its own at 127.0.0.1.
/// The first shows in `Origin`, the second in `Host`.
enum Loopback {
    /// Refuses a request whose `Host` or `Origin` is not this machine.
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

    /// Whether a host with an optional port names this machine.
    private static func isLocal(_ authority: some StringProtocol) -> Bool {
        var host = authority.lowercased()[...]
        if let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) {
            host = host[..<colon]
        }
        return ["127.0.0.1", "localhost", "[::1]"].contains(String(host))
    }
}
