import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Settings of the simulated workers.
struct SimulationSettings: Sendable {
    var clock: any ServerClock
    /// The time between two changes of a busy worker.
    var stepInterval: Duration
    /// The time between two comments on an idle stream.
    var heartbeatInterval: Duration
    /// Returns the reply of a worker to an instruction.
    var reply: @Sendable (WorkerInstruction) -> WorkerReply
    var baseURL: URL

    func url(ofFile path: String, worker: String) -> String {
        let file = baseURL.appending(components: "api", "workers", worker, "files").absoluteString
        let segments = path.split(separator: "/").map {
            PercentEncoding.pathValue.encode(String($0)).replacing(";", with: "%3B")
        }
        return file + "/" + segments.joined(separator: "/")
    }
}
