import APIRuntime
import Foundation
import HTTPTypes

/// Many streams with an occasional event. Each candidate runs in a separate process, whose threads and memory are
/// counted; requires /proc.
struct WaitingStreams: Codable {
    enum Candidate: String {
        case client, urlsession
    }

    private static let count = 500
    /// The time between two events, in milliseconds.
    private static let interval = 2_000

    /// The processor time, in percent of one core.
    private let processor: Double
    private let threads: Int
    private let kilobytes: Double

    // MARK: - In the benchmark

    static func figures(_ server: Server) throws -> [Figure] {
        guard MemoryBenchmark.residentMegabytes != nil else { return [] }
        let client = try run(.client, server)
        let session = try run(.urlsession, server)
        let name = "\(count) streams, an event each \(interval / 1_000) s"
        return [
            Figure(name: "\(name): of a core", unit: .percent, value: client.processor, target: 2),
            Figure(name: "\(name), URLSession: of a core", unit: .percent, value: session.processor),
            Figure(name: "\(name): threads", unit: .count, value: Double(client.threads), target: 8),
            Figure(name: "\(name), URLSession: threads", unit: .count, value: Double(session.threads)),
            Figure(name: "\(name): memory each", unit: .kilobytes, value: client.kilobytes, target: 60),
            Figure(name: "\(name), URLSession: memory each", unit: .kilobytes, value: session.kilobytes),
        ]
    }

    private static func run(_ candidate: Candidate, _ server: Server) throws -> WaitingStreams {
        let output = try Subprocess.run(Subprocess.ownPath, ["--streams", candidate.rawValue, server.baseURL]).output
        return try JSONDecoder().decode(WaitingStreams.self, from: Data(output.utf8))
    }

    // MARK: - In the candidate's process

    /// Opens the streams and measures while they wait.
    static func measure(_ candidate: Candidate, baseURL: String) async throws -> WaitingStreams {
        let open = try opener(candidate, baseURL)
        let (events, event) = AsyncStream.makeStream(of: Void.self)
        let first = try open { event.yield() }
        var arrivals = events.makeAsyncIterator()
        // The first stream allocates memory that the others share.
        await arrivals.next()
        let before = MemoryBenchmark.residentMegabytes ?? 0
        let tasks = try (1..<count).map { _ in try open { event.yield() } }
        for _ in 1..<count { await arrivals.next() }
        let (start, processorStart) = (ContinuousClock.now, processorTime())
        try await Task.sleep(for: .seconds(10))
        let spent = (processorTime() - processorStart) / (start.duration(to: .now) / .seconds(1))
        let grown = (MemoryBenchmark.residentMegabytes ?? 0) - before
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
        for task in tasks + [first] { task.cancel() }
        return WaitingStreams(
            processor: spent * 100,
            threads: threads,
            kilobytes: grown * 1e3 / Double(count - 1)
        )
    }

    /// Returns a function that opens a stream and calls its argument at the first event.
    private static func opener(
        _ candidate: Candidate,
        _ baseURL: String
    ) throws -> (@escaping @Sendable () -> Void) throws -> Task<Void, any Error> {
        let path = "/ticks/\(interval)"
        switch candidate {
        case .client:
            let client = try Server.client(baseURL: baseURL)
            let endpoint = Endpoint<EventStream>(
                id: "ticks",
                method: .get,
                path: RequestPath(path),
                response: .events
            )
            return { onFirst in
                Task {
                    var isFirst = true
                    for try await event in client.stream(endpoint) {
                        keep(event)
                        if isFirst { onFirst() }
                        isFirst = false
                    }
                }
            }
        case .urlsession:
            let session = PlainURLSession()
            let request = HTTPRequest(url: baseURL, path: path)
            return { onFirst in Task { _ = try await session.byteCount(of: request, onFirst: onFirst) } }
        }
    }
}
