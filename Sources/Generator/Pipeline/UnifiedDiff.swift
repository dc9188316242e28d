/// The difference of two texts in the format of `diff -u`. A hunk's header names the last `// MARK:`, or Markdown
/// heading, before it.
struct UnifiedDiff {
    let text: String

    private enum Line {
        case same(String), removed(String), added(String)
    }

    init(old: String, new: String, name: String, context: Int = 3) {
        guard old != new else {
            text = ""
            return
        }
        let oldLines = Self.lines(old)
        let lines = Self.edits(from: oldLines, to: Self.lines(new))
        var result = "--- a/\(name)\n+++ b/\(name)\n"
        for hunk in Self.hunks(lines, context: context) {
            result += Self.render(lines, hunk, oldLines)
        }
        text = result
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func edits(from old: [String], to new: [String]) -> [Line] {
        let changes = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var result: [Line] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removed.contains(i) {
                result.append(.removed(old[i]))
                i += 1
            } else if j < new.count, inserted.contains(j) {
                result.append(.added(new[j]))
                j += 1
            } else {
                result.append(.same(old[i]))
                i += 1
                j += 1
            }
        }
        return result
    }

    /// The ranges of lines to show: the changes with their context, merged where they touch.
    private static func hunks(_ lines: [Line], context: Int) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, line) in lines.enumerated() {
            if case .same = line { continue }
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private static func render(_ lines: [Line], _ hunk: Range<Int>, _ old: [String]) -> String {
        var (oldStart, newStart) = (1, 1)
        for line in lines[..<hunk.lowerBound] {
            if case .added = line {} else { oldStart += 1 }
            if case .removed = line {} else { newStart += 1 }
        }
        var (oldCount, newCount) = (0, 0)
        var body = ""
        for line in lines[hunk] {
            switch line {
            case .same(let text):
                body += " \(text)\n"
                oldCount += 1
                newCount += 1
            case .removed(let text):
                body += "-\(text)\n"
                oldCount += 1
            case .added(let text):
                body += "+\(text)\n"
                newCount += 1
            }
        }
        let heading = old.prefix(oldStart - 1).lazy.reversed().compactMap(Self.heading).first
        let starts = (oldCount == 0 ? oldStart - 1 : oldStart, newCount == 0 ? newStart - 1 : newStart)
        let range = "@@ -\(starts.0),\(oldCount) +\(starts.1),\(newCount) @@"
        return range + (heading.map { " " + $0 } ?? "") + "\n" + body
    }

    private static func heading(_ line: String) -> Substring? {
        if let mark = line.firstRange(of: "// MARK: - ") { return line[mark.upperBound...] }
        return line.hasPrefix("### ") ? line.dropFirst(4) : nil
    }
}
