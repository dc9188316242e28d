import HandingerGeneratorDiagnostics

/// Renders a report as text, Markdown or JSON.
package struct ReportRenderer {
    package enum Format: String, CaseIterable, Sendable {
        case text, markdown, json
    }

    /// One of the two documents.
    package struct Source {
        /// The name shown, such as `HEAD:spec/openapi.yaml`.
        package var name: String
        package var index: SpecIndex

        package init(name: String, index: SpecIndex) {
            self.name = name.printable
            self.index = index
        }

        func place(_ path: SpecPath?) -> String? {
            path.flatMap { index.location(of: $0) }.map { "\(name):\($0.line)" }
        }
    }

    let report: ChangeReport
    let module: String
    let old: Source
    let new: Source

    package init(_ report: ChangeReport, module: String, old: Source, new: Source) {
        self.report = report
        self.module = module
        self.old = old
        self.new = new
    }

    package func text(_ format: Format) -> String {
        switch format {
        case .text: plain
        case .markdown: markdown
        case .json: json
        }
    }

    // MARK: - Text

    private var plain: String {
        guard !report.changes.isEmpty else { return summary + "\n" }
        var lines: [String] = []
        for level in Change.Level.allCases {
            let changes = report.changes(of: level)
            guard !changes.isEmpty else { continue }
            lines += ["\(level.rawValue):"]
            for change in changes {
                lines.append("  \(change.symbol.printable) \(change.text.printable)")
                if !change.reason.isEmpty { lines.append("    \(change.reason)") }
                if let places = places(of: change, arrow: "->") { lines.append("    \(places)") }
            }
            lines.append("")
        }
        return (lines + [summary, ""]).joined(separator: "\n")
    }

    /// A summary such as `3 changes for users of Handinger: 1 breaking, 2 source-compatible; next version: major`.
    var summary: String {
        guard !report.changes.isEmpty else { return "No change for users of \(module)." }
        let counts = Change.Level.allCases.compactMap { level -> String? in
            let count = report.changes(of: level).count
            return count == 0 ? nil : "\(count) \(level.rawValue)"
        }
        let total = report.changes.count == 1 ? "1 change" : "\(report.changes.count) changes"
        return "\(total) for users of \(module): \(counts.joined(separator: ", ")). "
            + "Next version: \(report.bump.rawValue)"
            + (report.bump == .major ? " (minor before 1.0.0)." : ".")
    }

    /// The location in both documents, or in the only one that has it.
    func places(of change: Change, arrow: String) -> String? {
        let places = [old.place(change.old), new.place(change.new)].compactMap(\.self)
        return places.isEmpty ? nil : places.joined(separator: " \(arrow) ")
    }
}
