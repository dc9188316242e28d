import APIRuntime
import Foundation
import HTTPTypes

/// The growth of the process while it reads a body far larger than its memory.
struct MemoryBenchmark {
    func figures() async throws -> [Figure] {
        guard Self.residentMegabytes != nil else { return [] }
        let server = try Server()
        let client = try server.client
        let events = Endpoint<EventStream>(id: "events", method: .get, path: "/events/1000", response: .events)
        let bytes = Endpoint<FileDownload>(id: "bytes", method: .get, path: "/bytes/1000", response: .download)
        let slow = Endpoint<EventStream>(id: "events", method: .get, path: "/events/20", response: .events)
        return [
            try await growth("1 GB of events") { probe in
                for try await event in client.stream(events) {
                    keep(event)
                    probe.look()
                }
            },
            try await growth("1 GB download to a file") { probe in
                let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
                defer { try? FileManager.default.removeItem(at: file) }
                let watch = Task {
                    while !Task.isCancelled { probe.look(); try await Task.sleep(for: .milliseconds(5)) }
                }
                defer { watch.cancel() }
                _ = try await client.download(bytes).write(to: file)
            },
            try await growth("20 MB of events, slow consumer") { probe in
                var count = 0
                for try await event in client.stream(slow) {
                    keep(event)
                    count += 1
                    if count % 1_000 == 0 { try await Task.sleep(for: .milliseconds(5)) }
                    probe.look()
                }
            },
        ]
    }

    private func growth(_ name: String, _ body: (Probe) async throws -> Void) async throws -> Figure {
        let probe = Probe(start: Self.residentMegabytes ?? 0)
        try await body(probe)
        return Figure(name: "memory: \(name)", unit: .megabytes, value: probe.growth, target: 20)
    }

    /// The resident memory, from /proc; nil except on Linux.
    static var residentMegabytes: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Double(fields[1]).map { $0 * Double(getpagesize()) / 1e6 } : nil
    }

    /// Updates the maximum memory. Called by one task at a time.
    private final class Probe: @unchecked Sendable {
        private let start: Double
        private var calls = 0
        private var largest = 0.0

        init(start: Double) { self.start = start }

        var growth: Double { largest - start }

        func look() {
            calls += 1
            guard calls == 1 || calls % 1_000 == 0 || calls < 100 else { return }
            largest = max(largest, MemoryBenchmark.residentMegabytes ?? 0)
        }
    }
}
