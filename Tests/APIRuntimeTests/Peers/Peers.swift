#if os(Linux)
import Foundation
import Glibc
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// The servers of `.ci/peers`: their ports and their log. See Tests/Peers/README.md.
struct Peers: Decodable, Sendable {
    /// The ports of an nginx.
    struct Nginx: Decodable, Sendable {
        var plain: Int
        var tls: Int
        /// Without HTTP/2.
        var tls1: Int
        /// Three requests per connection.
        var brief: Int
        var brief1: Int
        var briefPlain: Int
        var clientCertificate: Int
    }

    /// A listener for one test.
    struct Listener: Decodable, Sendable {
        var port: Int
        var name: String
    }

    /// The connections that a listener has accepted.
    struct Connections: Decodable, Sendable {
        var accepted: Int
        var open: Int
        /// The maximum number of open connections.
        var most: Int
        var handshakes: Int
    }

    /// A received request.
    struct Request: Decodable, Sendable {
        var method: String
        var version: String
        var connection: Int
        /// Whether the server has processed it.
        var isProcessed: Bool
        var isBodyComplete: Bool
        var bodyLength: Int
        var headers: [[String]]
        /// The outcome, such as `answered` or `client: …`.
        var end: String

        /// The values of a header field.
        func values(_ name: String) -> [String] {
            headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
        }
    }

    var ipv6: Bool
    var plain: Int
    var tls: Int
    var h2: Int
    var unix: String
    var nginx: Nginx
    var nginxReloaded: Nginx
    var openProxy: Int
    var lockedProxy: Int
    var faultyProxy: Int
    var tlsProxy: Int
    var proxyUser: String
    var proxyPassword: String
    var authority: String
    var unknownAuthority: String
    var clientCertificate: String
    var clientKey: String
    var clientLockedKey: String
    var clientKeyPassword: String
    var unknownClientCertificate: String
    var unknownClientKey: String

    /// The running peers; nil if there are none.
    static let shared: Peers? = {
        guard let folder = ProcessInfo.processInfo.environment["HANDINGER_PEERS"] else { return nil }
        guard let data = FileManager.default.contents(atPath: folder + "/peers.json") else { return nil }
        return try? JSONDecoder().decode(Peers.self, from: data)
    }()

    static func require() throws -> Peers { try #require(shared) }

    /// The protocol of a connection.
    enum Wire: String, Sendable, CaseIterable {
        case plain, tls, h2

        static let http1: [Wire] = [.plain, .tls]
    }

    func origin(_ wire: Wire) -> String {
        switch wire {
        case .plain: "http://127.0.0.1:\(plain)"
        case .tls: "https://127.0.0.1:\(tls)"
        case .h2: "https://127.0.0.1:\(h2)"
        }
    }

    // MARK: - Queries

    /// The requests with an id.
    ///
    /// - Parameter wait: The maximum time to wait until all requests have ended.
    func requests(_ id: String, wait: Duration = .zero) async throws -> [Request] {
        struct Answer: Decodable {
            var requests: [Request]
        }
        return try await ask("/log?id=\(id)&wait=\(milliseconds(wait))", as: Answer.self).requests
    }

    /// The connections of a listener.
    ///
    /// - Parameter wait: The maximum time to wait until none is open.
    func connections(_ listener: Listener, wait: Duration = .zero) async throws -> Connections {
        try await ask("/log?listener=\(listener.name)&wait=\(milliseconds(wait))", as: Connections.self)
    }

    /// The lines about requests in the log of a proxy.
    func proxyLog(_ proxy: String, about text: String) async throws -> [String] {
        struct Answer: Decodable {
            var lines: [String]
        }
        return try await ask("/log?proxy=\(proxy)&about=\(text)", as: Answer.self).lines
    }

    /// Opens a listener; `Tests/Peers/peers.py` lists the options.
    func listen(_ options: String) async throws -> Listener {
        try await ask("/listen?\(options)", as: Listener.self)
    }

    /// Reloads the configuration of one of the two nginx.
    func reloadNginx() async throws {
        struct Answer: Decodable {
            var status: Int
        }
        #expect(try await ask("/reload", as: Answer.self).status == 0)
    }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

    private func ask<Answer: Decodable & Sendable>(_ path: String, as type: Answer.Type) async throws -> Answer {
        let data = try await withCheckedThrowingContinuation { continuation in
            // Use a separate thread: the response may take long, and the test runner has few threads.
            Thread { [plain] in continuation.resume(with: Result { try Self.fetch(path, port: plain) }) }.start()
        }
        return try JSONDecoder().decode(type, from: data)
    }

    /// Sends a request without the tested transport.
    private static func fetch(_ path: String, port: Int) throws -> Data {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Socket.Failure(call: "socket") }
        defer { Socket.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Socket.Failure(call: "connect") }
        let head = "GET \(path) HTTP/1.1\r\nHost: peers\r\nConnection: close\r\n\r\n"
        guard Socket.send(Array(head.utf8), to: descriptor) else { throw Socket.Failure(call: "send") }
        var answer = Data()
        while let bytes = Socket.read(descriptor) { answer += bytes }
        let end = try #require(answer.firstRange(of: Data("\r\n\r\n".utf8)))
        return answer[end.upperBound...]
    }
}
#endif
