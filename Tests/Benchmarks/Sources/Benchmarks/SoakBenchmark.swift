import APIRuntime
import Foundation

/// Leaks of file descriptors, threads and memory after many calls, and the resources of many concurrent streams.
struct SoakBenchmark {
    private static let width = 32

    func figures() async throws -> [Figure] {
        guard Resources.now != nil else { return [] }
        Resources.raiseDescriptorLimit()
        let server = try Server()
        let client = try server.client
        try await work(client, calls: 2_000, streams: 200, refusals: 200)
        let before = try await Resources.settled()
        try await work(client, calls: 100_000, streams: 10_000, refusals: 5_000)
        let after = try await Resources.settled()
        let name = "100,000 calls, 10,000 cancelled streams, 5,000 refusals"
        return [
            Figure(
                name: "descriptors left by \(name)",
                unit: .count,
                value: after.descriptors - before.descriptors,
                target: 0
            ),
            Figure(name: "threads left by them", unit: .count, value: after.threads - before.threads, target: 0),
            Figure(name: "memory left by them", unit: .megabytes, value: after.megabytes - before.megabytes, target: 8),
        ] + (try await manyStreams(client))
    }

    private func work(_ client: APIClient, calls: Int, streams: Int, refusals: Int) async throws {
        let call = Endpoint<Payload>(id: "payload", method: .get, path: "/json", response: .json)
        try await Self.repeated(calls) { keep(try await client.send(call)) }
        let events = Endpoint<EventStream>(id: "ticks", method: .get, path: "/ticks/50", response: .events)
        try await Self.repeated(streams) { for try await event in client.stream(events) { return keep(event) } }
        let nobody = try client.copy(baseURL: "http://127.0.0.1:1")
        try await Self.repeated(refusals) {
            var options = RequestOptions()
            options.maxRetries = 0
            do {
                _ = try await nobody.send(call, options: options)
            } catch let error as APIError where error.code == .connection {
                return
            }
            throw Problem("a connection to port 1 was made")
        }
    }

    private static func repeated(_ count: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<width {
                group.addTask { for _ in 0..<(count / width) { try await body() } }
            }
            try await group.waitForAll()
        }
    }

    /// Measures 2,000 streams that have received an event and wait for the next.
    private func manyStreams(_ client: APIClient) async throws -> [Figure] {
        let endpoint = Endpoint<EventStream>(id: "ticks", method: .get, path: "/ticks/2000", response: .events)
        let (count, before) = (2_000, try await Resources.settled())
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let streams = (0..<count).map { _ in
            Task {
                var isFirst = true
                for try await event in client.stream(endpoint) {
                    keep(event)
                    if isFirst { arrival.yield() }
                    isFirst = false
                }
            }
        }
        var arrived = 0
        for await _ in arrivals {
            arrived += 1
            if arrived == count { break }
        }
        let during = try Resources.read()
        for stream in streams { stream.cancel() }
        for stream in streams { _ = await stream.result }
        return [
            Figure(name: "threads with \(count) streams at once", unit: .count, value: during.threads, target: 8),
            Figure(
                name: "memory of a stream, in kilobytes",
                unit: .count,
                value: (during.megabytes - before.megabytes) * 1_000 / Double(count),
                target: 60
            ),
        ]
    }
}

/// The resources of the process, from /proc; Linux only.
private struct Resources: Equatable {
    var descriptors: Double
    var threads: Double
    var megabytes: Double

    static var now: Resources? { try? read() }

    static func read() throws -> Resources {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func number(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
            return line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Double($0) } ?? 0
        }
        return Resources(
            descriptors: Double(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count),
            threads: number("Threads"),
            megabytes: number("VmRSS") / 1_000
        )
    }

    /// Reads the numbers until they are stable, because cancelled connections close asynchronously.
    static func settled() async throws -> Resources {
        var last = try read()
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(100))
            let next = try read()
            if next.descriptors == last.descriptors, next.threads == last.threads { return next }
            last = next
        }
        return last
    }

    static func raiseDescriptorLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(7), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(7), &limit)
    }
}
