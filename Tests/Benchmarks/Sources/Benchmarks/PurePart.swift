import APIRuntime
import HTTPTypes
import Handinger

/// Workloads of pure parts of the runtime, the same in every run. `.ci/instructions` counts their instructions with
/// valgrind.
enum PurePart: String, CaseIterable {
    /// The start of the process, which the other counts include.
    case nothing
    case events
    case retryAfter = "retry-after"
    case unions

    func run() throws {
        switch self {
        case .nothing: break
        case .events: try Self.readEvents()
        case .retryAfter: try Self.readRetryAfter()
        case .unions: try Self.decodeUnions()
        }
    }

    /// Decodes events in chunks of every size up to 64 bytes, so that chunks end at every kind of position.
    private static func readEvents() throws {
        let text = (0..<2_000).map { "id: \($0)\nevent: progress\ndata: {\"step\":\($0)}\r\ndata: more\n\n: ping\n\n" }
        let bytes = Array(text.joined().utf8)
        var decoder = ServerSentEventDecoder()
        var (start, size, count) = (0, 1, 0)
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            decoder.push(Array(bytes[start..<end]))
            while try decoder.next() != nil { count += 1 }
            (start, size) = (end, size % 64 + 1)
        }
        guard count == 2_000 else { throw Problem("\(count) events instead of 2000") }
    }

    private static func readRetryAfter() throws {
        let values = ["5", "0.25", " 30 ", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", "-3", "1e9"]
        var count = 0
        for _ in 0..<500 {
            for value in values {
                let error = APIError(.rateLimited, "", headers: [.retryAfter: value])
                if error.retryAfter != nil { count += 1 }
            }
        }
        guard count == 2_500 else { throw Problem("\(count) waits instead of 2500") }
    }

    private static func decodeUnions() throws {
        let kinds = [#""type":"cron","cron":"0 9 * * 1""#, #""type":"scheduled""#, #""type":"lunar","phase":"full""#]
        let items = (0..<300).map { index in
            #"{"id":"s_\#(index)","budget":"low","input":"Report","nextRunAt":"2026-11-21T09:00:00Z","#
                + #"\#(kinds[index % 3])}"#
        }
        let bytes = Array("[\(items.joined(separator: ","))]".utf8)
        let schedules = try JSONCoding.decode([WorkerSchedule].self, from: bytes)
        let unknown = schedules.filter { if case .unknown = $0 { true } else { false } }
        guard unknown.count == 100 else {
            throw Problem("\(unknown.count) unknown members instead of 100")
        }
    }
}
