import APIRuntime
import Floors
import Foundation

/// Small JSON GET calls, sequential and concurrent, compared with the bare transport.
struct CallBenchmark {
    private static let count = 640

    func figures() async throws -> [Figure] {
        let server = try Server()
        let client = try server.client
        let endpoint = Endpoint<Payload>(id: "payload", method: .get, path: "/json", response: .json)
        // Send the same header fields, whose cost belongs to the transport.
        let capture = CapturingTransport()
        keep(try await Server.client(baseURL: server.baseURL, transport: capture).send(endpoint))
        let (request, options) = try await capture.request
        @Sendable func call() async throws { keep(try await client.send(endpoint)) }
        @Sendable func exchange() async throws {
            let (_, body) = try await Server.transport.send(request, body: nil, options: options)
            keep(try JSONDecoder().decode(Payload.self, from: Data(try await body.collect(upTo: 1 << 20))))
        }
        var figures: [Figure] = []
        for width in [1, 32] {
            let times = try await seconds([
                { try await Self.repeated(width, call) }, { try await Self.repeated(width, exchange) },
            ])
            figures.append(
                .time(
                    "\(Self.count) calls, \(width) at a time",
                    times[0],
                    floor: times[1],
                    "the same request, JSONDecoder",
                    target: 1.15
                )
            )
        }
        if floor_allocations() > 0 {
            let extra = try await allocations(call) - allocations(exchange)
            figures.append(Figure(name: "allocations a call adds", unit: .count, value: extra, target: 10))
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

    /// The allocations of one call: the mean of many calls, and the minimum of several rounds, because the session and the
    /// threads allocate a varying number of blocks.
    private func allocations(_ body: @escaping @Sendable () async throws -> Void) async throws -> Double {
        var least = UInt64.max
        for _ in 0..<7 {
            let before = floor_allocations()
            try await Self.repeated(1, body)
            least = min(least, floor_allocations() - before)
        }
        return Double(least) / Double(Self.count)
    }
}
