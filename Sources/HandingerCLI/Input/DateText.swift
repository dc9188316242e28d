import APIRuntime

/// Completion of partial dates.
enum DateText {
    /// Completes a date with the start of the day or minute and with UTC.
    ///
    /// Text in another format is returned unchanged, so that the decoder reports the error.
    static func completed(_ text: String) -> String {
        let text = String(text.trimmingWhitespace)
        let form =
            /(?<day>\d{4}-\d\d-\d\d)(?:[Tt ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:\.\d+)?)?)? ?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?/
        guard let match = text.wholeMatch(of: form) else { return text }
        let time = (match.minute ?? "00:00") + (match.second ?? ":00")
        return "\(match.day)T\(time)\(match.zone ?? "Z")"
    }
}
