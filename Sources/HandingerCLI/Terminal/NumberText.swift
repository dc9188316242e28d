/// Formatting of numbers.
enum NumberText {
    /// Formats a positive number with zero, one or two fraction digits.
    static func fixed(_ value: Double, digits: Int) -> String {
        let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
        guard let count = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
        guard digits > 0 else { return "\(count)" }
        let fraction = "\(count % scale)"
        return "\(count / scale)." + String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    }
}
