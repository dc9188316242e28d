import Foundation

/// Time and memory that a command needs to print its version.
enum CommandStart {
    static func figures(_ command: String) throws -> [Figure] {
        let output = try Subprocess.run("/usr/bin/env", ["python3", "-c", script, command]).output
        let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 2 else { throw Problem("\(command) --version cannot be measured: \(output)") }
        let name = "\(URL(fileURLWithPath: command).lastPathComponent) --version"
        return [
            Figure(name: name, unit: .milliseconds, value: numbers[0] * 1e3, target: 5),
            Figure(name: "\(name): memory", unit: .megabytes, value: numbers[1] * 1_024 / 1e6, target: 14),
        ]
    }

    /// Measures the command from Python: the kernel counts at least the memory of the parent process, and Python's is small.
    private static let script = """
        import os, sys, time
        times, sizes = [], []
        for _ in range(20):
            start = time.perf_counter()
            output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
            process = os.posix_spawn(sys.argv[1], [sys.argv[1], "--version"], os.environ, file_actions=output)
            _, status, usage = os.wait4(process, 0)
            if status != 0: sys.exit("it fails")
            times.append(time.perf_counter() - start)
            sizes.append(usage.ru_maxrss)
        print(min(times), min(sizes))
        """
}
