import Foundation

/// Formats figures as a table.
struct Table {
    let figures: [Figure]
    let baseline: Baseline

    init(_ figures: [Figure], baseline: Baseline) {
        self.figures = figures
        self.baseline = baseline
    }

    var text: String {
        let heads = ["figure", "value", "floor", "", "ratio", "baseline", "change", "target", ""]
        let rows = [heads] + figures.map(cells)
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                let isNumber = [1, 2, 4, 5, 6, 7].contains(column)
                return isNumber ? padding + row[column] : row[column] + padding
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private func cells(_ figure: Figure) -> [String] {
        [
            figure.name,
            Self.number(figure.value) + " " + figure.unit.rawValue,
            figure.floor.map(Self.number) ?? "",
            figure.floorName,
            figure.ratio.map { Self.number($0) + " ×" } ?? "",
            baseline.measure(of: figure).map(Self.number) ?? "",
            change(of: figure),
            target(figure),
            figure.isMet.map { $0 ? "met" : "missed" } ?? "",
        ]
    }

    private func change(of figure: Figure) -> String {
        guard let before = baseline.measure(of: figure), before > 0 else { return "" }
        return String(format: "%+.0f %%", 100 * (figure.measure / before - 1))
    }

    private func target(_ figure: Figure) -> String {
        guard let target = figure.target else { return "" }
        let allowance = figure.allowance > 0 ? " + \(Self.number(figure.allowance))" : ""
        return Self.number(target) + (figure.ratio == nil ? "" : " ×") + allowance
    }

    private static func number(_ value: Double) -> String {
        String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
    }
}
