#if canImport(FoundationNetworking)
import Dispatch
import Foundation
import HTTPTypes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Tells a server that is slow to answer from one that cannot be reached.
///
/// Foundation on Linux has no timeout for connecting and does not report when a connection is made. So when a response
/// is late, and its server has not answered of late, one more connection is tried and closed at once.
enum ConnectionProbe {
    private static let lastAnswers = Locked<[String: ContinuousClock.Instant]>([:])

    /// For how long an answer shows that a server can be reached.
    private static let trust: Duration = .seconds(60)

    /// Notes that a server has answered.
    static func noteAnswer(to request: HTTPRequest) {
        lastAnswers.withLock { $0[origin(of: request)] = .now }
    }

    /// Returns once it is clear that the server of a request cannot be reached within the limit; throws if it can, or
    /// if its task is cancelled.
    static func waitUntilUnreachable(_ request: HTTPRequest, limit: Duration) async throws {
        try await Task.sleep(for: limit * 0.8)
        let origin = origin(of: request)
        let lastAnswer = lastAnswers.withLock { $0[origin] }
        if let lastAnswer, lastAnswer.duration(to: .now) < trust { throw CancellationError() }
        guard !usesProxy, let address = address(of: request) else { throw CancellationError() }
        let remaining = max(Int32(limit * 0.2 / .milliseconds(1)), 10)
        let isReachable = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: connects(to: address, milliseconds: remaining))
            }
        }
        if isReachable { throw CancellationError() }
    }

    private static func origin(of request: HTTPRequest) -> String {
        "\(request.scheme ?? "")://\(request.authority ?? "")"
    }

    /// With a proxy, the server's own address need not be reachable.
    private static var usesProxy: Bool {
        let environment = ProcessInfo.processInfo.environment
        return ["http_proxy", "https_proxy", "all_proxy"].contains { name in
            environment[name]?.isEmpty == false || environment[name.uppercased()]?.isEmpty == false
        }
    }

    private static func address(of request: HTTPRequest) -> (host: String, port: String)? {
        guard let authority = request.authority else { return nil }
        let standard = request.scheme == "http" ? "80" : "443"
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
            return (authority.trimmingCharacters(in: ["[", "]"]), standard)
        }
        let host = authority[..<colon].trimmingCharacters(in: ["[", "]"])
        return (host, String(authority[authority.index(after: colon)...]))
    }

    /// Whether the server answers a connection at all, be it with a refusal. What cannot be resolved counts as
    /// reachable, because that is for the request itself to report.
    private static func connects(to address: (host: String, port: String), milliseconds: Int32) -> Bool {
        var hints = addrinfo()
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, address.port, &hints, &list) == 0 else { return true }
        defer { freeaddrinfo(list) }
        var next = list
        while let info = next?.pointee {
            if answers(info, milliseconds: milliseconds) { return true }
            next = info.ai_next
        }
        return false
    }

    private static func answers(_ info: addrinfo, milliseconds: Int32) -> Bool {
        let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        if connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS else { return true }
        var event = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&event, 1, milliseconds) != 0
    }
}
#endif
