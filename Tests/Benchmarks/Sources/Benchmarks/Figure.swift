/// One line of the table.
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
    /// What nothing can be better than, as measured beside it.
    var floor: Double?
    var floorName = ""
    /// How far from the floor: always the larger by the smaller, so that 1 is best.
    var ratio: Double?
    /// What the ratio, or where there is none the value, shall not exceed.
    var target: Double?
    /// Added to what the target allows, in the figure's unit.
    var allowance = 0.0

    /// nil where there is no target.
    var isMet: Bool? {
        guard let target else { return nil }
        guard let floor else { return value <= target }
        guard unit != .megabytesPerSecond else { return (ratio ?? 0) <= target }
        return value <= floor * target + allowance
    }
}

extension Figure {
    /// A time beside its floor.
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

    /// The rate of some bytes beside its floor.
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
