/// Numbers as people read them.
enum NumberText {
    /// A positive number with one or two digits after its point, or none.
    static func fixed(_ value: Double, digits: Int) -> String {
        let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
        guard let count = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
        guard digits > 0 else { return "\(count)" }
        let fraction = "\(count % scale)"
        return "\(count / scale)." + String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    }
}
