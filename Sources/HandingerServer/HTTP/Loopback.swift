import HTTPTypes

/// Protects a local server from requests of web pages.
///
/// A page of another site can make a browser call `http://127.0.0.1:PORT`, which shows in `Origin`, or let its own host
/// name resolve to 127.0.0.1 (DNS rebinding), which shows in `Host`.
enum Loopback {
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
