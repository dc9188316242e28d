import APIRuntime
import Handinger
import HandingerServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Shows the next runs of a schedule before it is created, and asks for confirmation of a recurring one.
struct SchedulePreview {
    let notes: OutputPort
    /// Whether to skip the confirmation.
    let isConfirmed: Bool
    var now = Date()

    private static let count = 3

    /// Shows the preview on a terminal and asks for confirmation if necessary.
    ///
    /// - Parameter value: The property of the request that describes the time.
    /// - Throws: ``CommandFailure`` if the user declines.
    func show(_ value: JSONTree) throws {
        guard notes.isTerminal, let when = try? JSONCoding.decode(When.self, from: JSONWriter.compact(value)) else {
            return
        }
        let runs: NextRuns
        do {
            runs = try NextRuns(of: when, from: now, count: Self.count)
        } catch {
            // Let the server decide: it may support more than this program.
            return notes.warn("cannot tell when this runs: \(error.reason)")
        }
        notes.note(notes.palette.bold(runs.isRecurring ? "The next runs, until it is cancelled:" : "The only run:"))
        for date in runs.dates {
            let local = ScheduleTime.local(date).map { " (\($0))" } ?? ""
            let distance = notes.palette.dim(ScheduleTime.distance(to: date, from: now))
            notes.note("  \(ScheduleTime.utc(date))\(local), \(distance)")
        }
        if runs.isRecurring, !isConfirmed, isatty(STDIN_FILENO) == 1 { try ask() }
    }

    private func ask() throws {
        try notes.write("Create this schedule? [Y/n] ")
        let answer = readLine(strippingNewline: true)?.trimmingWhitespace.lowercased()
        guard let answer, ["", "y", "yes"].contains(answer) else {
            if answer == nil { notes.note("") }
            throw CommandFailure(.failure, "Nothing was created", hint: "With --yes nobody is asked.")
        }
    }
}
