/// The text styles of a port, which are empty without color support.
struct Palette: Sendable {
    let isColored: Bool

    static let plain = Palette(isColored: false)

    init(isColored: Bool) {
        self.isColored = isColored
    }

    /// Decides by `FORCE_COLOR`, then `NO_COLOR` (https://no-color.org), then the terminal's capabilities.
    init(isTerminal: Bool, environment: [String: String]) {
        if let forced = environment["FORCE_COLOR"], !forced.isEmpty {
            isColored = forced != "0" && forced != "false"
        } else if environment["NO_COLOR"]?.isEmpty == false {
            isColored = false
        } else {
            isColored = isTerminal && environment["TERM"] != "dumb"
        }
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    /// Works without colors too, because a selection must be visible.
    func inverse(_ text: String) -> String { "\u{1B}[7m\(text)\u{1B}[0m" }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func blue(_ text: String) -> String { paint(text, "34") }
    func cyan(_ text: String) -> String { paint(text, "36") }

    /// Select Graphic Rendition (ECMA-48, section 8.3.117).
    private func paint(_ text: String, _ parameters: String) -> String {
        isColored && !text.isEmpty ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text
    }
}
