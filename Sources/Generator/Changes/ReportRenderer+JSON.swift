import HandingerGeneratorDiagnostics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// JSON output, with the terms of the command line.
extension ReportRenderer {
    private struct Report: Encodable {
        struct Item: Encodable {
            var level: String
            var kind: String
            var symbol: String
            var text: String
            var reason: String
            var old: Place?
            var new: Place?
        }

        struct Place: Encodable {
            var file: String
            var line: Int
            var column: Int
        }

        var module: String
        var bump: String
        var changes: [Item]
        var changelog: String
    }

    var json: String {
        let items = report.changes.map { change in
            Report.Item(
                level: change.level.rawValue,
                kind: change.kind.rawValue,
                symbol: change.symbol,
                text: change.text,
                reason: change.reason,
                old: place(change.old, old),
                new: place(change.new, new)
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let value = Report(
            module: module,
            bump: report.bump.rawValue,
            changes: items,
            changelog: changelog.joined(separator: "\n")
        )
        guard let data = try? encoder.encode(value) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private func place(_ path: SpecPath?, _ source: Source) -> Report.Place? {
        path.flatMap { source.index.location(of: $0) }.map {
            Report.Place(file: source.name, line: $0.line, column: $0.column)
        }
    }
}
