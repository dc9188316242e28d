import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the workers of a server behave.
struct SimulationSettings: Sendable {
    var clock: any ServerClock
    /// The time between two changes of a worker.
    var stepInterval: Duration
    /// The time between two comments on a stream on which nothing happens.
    var heartbeatInterval: Duration
    /// What a worker makes of an instruction.
    var reply: @Sendable (WorkerInstruction) -> WorkerReply
    /// Where the server is.
    var baseURL: URL

    func url(ofFile path: String, worker: String) -> String {
        let file = baseURL.appending(components: "api", "workers", worker, "files").absoluteString
        let segments = path.split(separator: "/").map {
            PercentEncoding.pathValue.encode(String($0)).replacing(";", with: "%3B")
        }
        return file + "/" + segments.joined(separator: "/")
    }
}
