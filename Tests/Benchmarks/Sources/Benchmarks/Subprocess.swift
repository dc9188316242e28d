import Foundation

/// Runs a program and waits for its end.
struct Subprocess {
    struct Usage {
        /// The processor time of the process and its children.
        var processorSeconds: Double
        var seconds: Double
        var output: String
    }

    /// The path of the benchmark itself.
    static let ownPath = Bundle.main.executableURL?.path ?? CommandLine.arguments[0]

    /// - Throws: ``Problem`` with the end of the output if the program fails.
    static func run(_ path: String, _ arguments: [String], in folder: URL? = nil) throws -> Usage {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let (before, start) = (children.seconds, Date())
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let usage = Usage(
            processorSeconds: children.seconds - before,
            seconds: Date().timeIntervalSince(start),
            output: text
        )
        guard process.terminationStatus == 0 else {
            throw Problem("\(path) \(arguments.joined(separator: " ")) failed:\n\(text.suffix(2_000))")
        }
        return usage
    }

    /// The maximum memory of any child process so far.
    static var largestMegabytes: Double {
        #if canImport(Glibc)
        Double(children.usage.ru_maxrss) * 1_024 / 1e6
        #else
        Double(children.usage.ru_maxrss) / 1e6
        #endif
    }

    private static var children: (usage: rusage, seconds: Double) {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        #else
        getrusage(RUSAGE_CHILDREN, &usage)
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (usage, seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }
}
