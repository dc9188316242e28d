/// A measurement, one line of the table.
struct Figure: Codable {
    enum Unit: String, Codable {
        case milliseconds = "ms"
        case megabytesPerSecond = "MB/s"
        case megabytes = "MB"
        case kilobytes = "KB"
        case percent = "%"
        case count = ""
    }

    var name: String
    var unit: Unit
    var value: Double
    /// The lower bound, measured in the same run.
    var floor: Double?
    var floorName = ""
    /// The distance from the floor as a factor of at least 1; 1 is best.
    var ratio: Double?
    /// The maximum ratio, or maximum value if there is no floor.
    var target: Double?
    /// An absolute tolerance added to the target, in the unit of the figure.
    var allowance = 0.0

    /// Whether the target is met; nil if there is none.
    var isMet: Bool? {
        guard let target else { return nil }
        guard let floor else { return value <= target }
        guard unit != .megabytesPerSecond else { return (ratio ?? 0) <= target }
        return value <= floor * target + allowance
    }
}

extension Figure {
    /// Creates a figure from a time and its floor.
    static func time(
        _ name: String,
        _ seconds: Double,
        floor: Double,
        _ floorName: String,
        target: Double?,
        allowance: Double = 0
    ) -> Figure {
        Figure(
            name: name,
            unit: .milliseconds,
            value: seconds * 1e3,
            floor: floor * 1e3,
            floorName: floorName,
            ratio: seconds / floor,
            target: target,
            allowance: allowance * 1e3
        )
    }

    /// Creates a figure from a data rate and its floor.
    static func rate(
        _ name: String,
        _ bytes: Int,
        _ seconds: Double,
        floor: Double,
        _ floorName: String,
        target: Double?
    ) -> Figure {
        Figure(
            name: name,
            unit: .megabytesPerSecond,
            value: Double(bytes) / seconds / 1e6,
            floor: Double(bytes) / floor / 1e6,
            floorName: floorName,
            ratio: seconds / floor,
            target: target
        )
    }
}
