import Handinger

/// The reply of a simulated worker to an instruction.
///
/// By default, ``LocalServer`` replies with a summary of the instruction. A test can supply another reply:
///
/// ```swift
/// let configuration = LocalServer.Configuration { instruction in
///     WorkerReply(text: "Sunny.", files: [.init(path: "forecast.csv", text: "day,sky\n1,sunny\n")])
/// }
/// ```
public struct WorkerReply: Hashable, Sendable {
    /// A file that the worker publishes.
    public struct File: Hashable, Sendable {
        /// The path in the worker's workspace, such as `scratchpad/plan.md`. A later file with the same path replaces
        /// the earlier one.
        public let path: String
        /// The media type with which the file is served.
        public let mediaType: String
        /// The contents.
        public let bytes: [UInt8]

        /// Creates a file from bytes.
        public init(path: String, mediaType: String = "application/octet-stream", bytes: [UInt8]) {
            self.path = path
            self.mediaType = mediaType
            self.bytes = bytes
        }

        /// Creates a file from text, in UTF-8.
        public init(path: String, mediaType: String = "text/plain; charset=utf-8", text: String) {
            self.init(path: path, mediaType: mediaType, bytes: Array(text.utf8))
        }
    }

    /// The answer, which the worker streams in several pieces.
    public let text: String
    /// The files that the worker publishes while it works.
    public let files: [File]

    /// Creates a reply.
    public init(text: String, files: [File] = []) {
        self.text = text
        self.files = files
    }
}

extension WorkerReply {
    /// The default reply: a summary of the instruction, with the plan and the answer as files.
    init(to instruction: WorkerInstruction) {
        let plan = (1...instruction.steps).map { "\($0). Step \($0) of \(instruction.steps)\n" }.joined()
        let steps = instruction.steps == 1 ? "1 step" : "\(instruction.steps) steps"
        text = """
            Instruction \(instruction.number) was: \(instruction.input)
            I am a simulated worker, so I looked nothing up. On a budget of "\(instruction.budget.rawValue)" I took \
            \(steps), wrote my plan to scratchpad/plan.md and this answer to answers/\(instruction.number).md.
            """
        files = [
            File(
                path: "scratchpad/plan.md",
                mediaType: "text/markdown; charset=utf-8",
                text: "# \(instruction.input)\n\n\(plan)"
            ),
            File(
                path: "answers/\(instruction.number).md",
                mediaType: "text/markdown; charset=utf-8",
                text: text + "\n"
            ),
        ]
    }

    /// Growing prefixes of the text, each some words longer; the last is the whole text.
    var textPrefixes: [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let length = max(1, (words.count + 7) / 8)
        return stride(from: length, to: words.count + length, by: length).map {
            words.prefix($0).joined(separator: " ")
        }
    }
}
