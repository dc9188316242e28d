import APIRuntime
import Floors
import Foundation
import HTTPTypes

/// Calls, a long body and waiting streams over the default transport, compared with plain `URLSession` and libcurl.
struct TransportBenchmark {
    private static let count = 640

    /// The path of the `handinger` command; nil to skip the measurement of its start.
    var command: String?

    func figures() async throws -> [Figure] {
        let server = try Server()
        var figures: [Figure] = []
        for method in [HTTPRequest.Method.get, .post] {
            for width in [1, 32] { figures += try await calls(method, width, server) }
        }
        figures += try await longBody(server)
        figures += try WaitingStreams.figures(server)
        figures += try await handshakes()
        if let command { figures += try CommandStart.figures(command) }
        return figures
    }

    // MARK: - Calls

    private func calls(_ method: HTTPRequest.Method, _ width: Int, _ server: Server) async throws -> [Figure] {
        let client = try server.client
        let document = method == .post ? Document.sample : nil
        let endpoint = Endpoint<Payload>(
            id: "payload",
            method: method,
            path: "/json",
            body: document.map { .json($0) },
            response: .json
        )
        let body = try document.map { try JSONEncoder().encode($0) }
        let request = try await HTTPRequest(sending: endpoint, to: server)
        let (session, libcurl) = (PlainURLSession(), PlainCurl(request, body: body))
        let times = try await seconds([
            { try await Self.repeated(width) { keep(try await client.send(endpoint)) } },
            {
                try await Self.repeated(width) {
                    keep(try JSONDecoder().decode(Payload.self, from: try await session.data(for: request, body: body)))
                }
            },
            { try libcurl?.send(width: width, count: Self.count) },
        ])
        let name = "\(Self.count) \(method.rawValue), \(width) at a time"
        var figures: [Figure] = [
            .time(name, times[0], floor: times[1], "URLSession", target: width == 1 ? 0.4 : 0.3)
        ]
        if libcurl != nil {
            figures.append(.time(name, times[0], floor: times[2], "libcurl", target: width == 1 ? 1.8 : 1.5))
        }
        return figures
    }

    private static func repeated(_ width: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<width {
                group.addTask { for _ in 0..<(count / width) { try await body() } }
            }
            try await group.waitForAll()
        }
    }

    /// About a kilobyte of JSON.
    private struct Document: Codable, Sendable {
        var name: String
        var notes: [String]

        static let sample = Document(
            name: "A worker",
            notes: Array(repeating: "Looking for the answer in the documents, please wait", count: 18)
        )
    }

    // MARK: - A long body

    private func longBody(_ server: Server) async throws -> [Figure] {
        let megabytes = 500
        let path = "/bytes/\(megabytes)"
        let client = try server.client
        let endpoint = Endpoint<FileDownload>(id: "bytes", method: .get, path: RequestPath(path), response: .download)
        let request = HTTPRequest(url: server.baseURL, path: path)
        let (session, libcurl) = (PlainURLSession(), PlainCurl(request, body: nil))
        func check(_ count: Int) throws {
            guard count == megabytes * 1_000_000 else { throw Problem("\(count) bytes came") }
        }
        let times = try await times(
            rounds: 5,
            [
                {
                    var count = 0
                    for try await chunk in try await client.download(endpoint).open().body { count += chunk.count }
                    try check(count)
                },
                { try check(try await session.byteCount(of: request)) },
                { try libcurl.map { try check(try $0.send(width: 1, count: 1)) } },
            ]
        )
        let name = "\(megabytes) MB body"
        var figures: [Figure] = [
            .time(name, times[0].processor, floor: times[1].processor, "URLSession", target: 0.3)
        ]
        if libcurl != nil {
            figures += [
                .time(name, times[0].processor, floor: times[2].processor, "libcurl", target: 1.25),
                .time("\(name), by the clock", times[0].clock, floor: times[2].clock, "libcurl", target: 1.25),
            ]
        }
        return figures
    }

    // MARK: - TLS

    private func handshakes() async throws -> [Figure] {
        #if canImport(Glibc)
        let server = try TLSServer()
        let endpoint = Endpoint<Payload>(
            id: "payload",
            method: .post,
            path: "/json",
            body: .json(Document.sample),
            response: .json
        )
        var connections = 0
        for _ in 0..<64 { connections = try await server.client.send(endpoint).count }
        let name = "64 POST over TLS: handshakes"
        return [Figure(name: name, unit: .count, value: Double(connections), target: 4)]
        #else
        return []
        #endif
    }
}
