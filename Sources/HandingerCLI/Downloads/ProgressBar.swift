import APIRuntime
import Synchronization

/// The progress of a download on a status line: `plan.md ━━━━╸──── 42 % · 1.2 MB of 2.9 MB · 800 kB/s`.
final class ProgressBar: Sendable {
    private let name: String
    private let line: StatusLine?
    private let start = ContinuousClock.now
    private let shownAt = Mutex<ContinuousClock.Instant?>(nil)

    private static let interval: Duration = .milliseconds(100)
    private static let width = 24

    /// - Parameter line: The status line; nil if the terminal does not support it.
    init(name: String, line: StatusLine?) {
        self.name = name
        self.line = line
    }

    /// Updates the progress, at most ten times a second.
    func show(_ progress: DownloadProgress) {
        guard let line else { return }
        let now = ContinuousClock.now
        let (bytes, total) = (progress.receivedBytes, progress.totalBytes)
        let isDue = shownAt.withLock { shownAt in
            if let shownAt, now - shownAt < Self.interval, bytes != total { return false }
            shownAt = now
            return true
        }
        guard isDue else { return }
        // Bytes of an earlier run do not count towards the speed.
        let new = bytes - progress.resumedBytes
        line.show(Self.text(name: name, bytes: bytes, total: total, new: new, in: now - start))
    }

    /// Prints a note above the status line.
    func note(_ text: String) {
        let note = { OutputPort.standardError.note(text.terminalSafeLine) }
        if let line { line.whileHidden(note) } else { note() }
    }

    func end() {
        line?.end()
    }

    static func text(name: String, bytes: Int64, total: Int64?, new: Int64, in time: Duration) -> String {
        var parts: [String] = []
        var bar = ""
        if let total, total > 0, bytes <= total {
            let filled = Int(Double(bytes) / Double(total) * Double(width))
            bar = " " + String(repeating: "━", count: filled) + String(repeating: "─", count: width - filled)
            parts.append("\(Int(Double(bytes) / Double(total) * 100)) %")
            parts.append("\(ByteCount.text(bytes)) of \(ByteCount.text(total))")
        } else {
            parts.append(ByteCount.text(bytes))
        }
        let seconds = time / .seconds(1)
        if seconds > 0.5, new > 0 { parts.append("\(ByteCount.text(Int64(Double(new) / seconds)))/s") }
        return "\(name)\(bar) " + parts.joined(separator: " · ")
    }
}

/// Formatting of byte counts.
enum ByteCount {
    /// A byte count in powers of 1000 with three digits: `999 B`, `1.23 MB`.
    static func text(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB"] where value >= 999.5 {
            value /= 1_000
            unit = next
        }
        guard unit != "B" else { return "\(bytes) B" }
        let digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        return NumberText.fixed(value, digits: digits) + " \(unit)"
    }
}
