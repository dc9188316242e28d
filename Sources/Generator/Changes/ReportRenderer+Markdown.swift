import HandingerGeneratorDiagnostics

// Markdown output for a pull request: the verdict, a table per level, and the changelog entries.
extension ReportRenderer {
    var markdown: String {
        guard !report.changes.isEmpty else { return "### API changes\n\n\(summary)\n" }
        var lines = ["### API changes", "", "**\(summary)**", ""]
        for level in Change.Level.allCases {
            let changes = report.changes(of: level)
            guard !changes.isEmpty else { continue }
            lines += ["#### \(level.heading)", "", "| symbol | change | document |", "|---|---|---|"]
            lines += changes.map(row)
            lines.append("")
        }
        let entry = changelog
        if !entry.isEmpty {
            lines +=
                ["<details><summary>CHANGELOG entry</summary>", "", "```markdown"] + entry + ["```", "", "</details>"]
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ change: Change) -> String {
        let reason = change.reason.isEmpty ? "" : ": " + change.reason
        let places = self.places(of: change, arrow: "→").map { Self.cell($0) } ?? ""
        return "| \(Self.cell("`" + change.symbol + "`")) | \(Self.cell(change.text + reason)) | \(places) |"
    }

    /// Escapes text of the document, so that it neither ends the cell nor becomes HTML.
    private static func cell(_ text: String) -> String {
        let parts = text.printable.replacing(bytes: "|", with: "\\|").unicodeScalars
            .split(separator: "`", omittingEmptySubsequences: false)
            .map { String($0) }
        return parts.enumerated().map {
            $0.offset % 2 == 0 ? $0.element.replacing(bytes: "<", with: "&lt;") : $0.element
        }
        .joined(separator: "`")
    }

    /// The changelog entries in the format of keepachangelog.com.
    var changelog: [String] {
        let headings: [(Change.Kind, String)] = [
            (.added, "Added"), (.changed, "Changed"), (.deprecated, "Deprecated"), (.removed, "Removed"),
        ]
        let told = report.changes.filter { $0.level != .documentation }
        var lines: [String] = []
        for (kind, heading) in headings {
            let items = told.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append("### \(heading)")
            lines += items.map { change in
                let mark = change.level == .breaking ? "**Breaking:** " : ""
                return "- \(mark)`\(change.symbol.printable)` \(change.text.printable)."
            }
        }
        return lines
    }
}

extension Change.Level {
    fileprivate var heading: String {
        switch self {
        case .breaking: "Breaking"
        case .compatible: "Source-compatible"
        case .wire: "Wire only"
        case .documentation: "Documentation"
        }
    }
}
