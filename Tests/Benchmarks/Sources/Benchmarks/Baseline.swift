import Foundation

/// The figures of the last recorded run, in `Tests/Benchmarks/baseline.json`.
///
/// Ratios are kept where a figure has a floor, because they depend little on the machine.
struct Baseline {
    private static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("baseline.json")

    private var measures: [String: Double]

    /// Reads the recorded figures; there are none before the first `--record-baseline`.
    init() {
        let data = try? Data(contentsOf: Self.file)
        measures = data.flatMap { try? JSONDecoder().decode([String: Double].self, from: $0) } ?? [:]
    }

    /// The recorded ratio of a figure, or its value if it has no floor.
    func measure(of figure: Figure) -> Double? { measures[figure.key] }

    /// Writes figures over those of the same name and keeps the others.
    mutating func record(_ figures: [Figure]) throws {
        for figure in figures { measures[figure.key] = (figure.measure * 1_000).rounded() / 1_000 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(measures) + Data("\n".utf8)).write(to: Self.file)
    }
}

extension Figure {
    fileprivate var key: String { floorName.isEmpty ? name : "\(name) / \(floorName)" }

    /// The ratio to the floor, or the value if there is no floor.
    var measure: Double { ratio ?? value }
}
