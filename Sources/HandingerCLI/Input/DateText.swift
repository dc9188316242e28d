import APIRuntime

/// Dates as people write them.
enum DateText {
    /// The date and time in full: what is left out is the start of the day, of the minute, and UTC, as the API has it.
    ///
    /// A text of another form is given back as it is; what reads it says what is wrong.
    static func completed(_ text: String) -> String {
        let text = String(text.trimmingWhitespace)
        let form =
            /(?<day>\d{4}-\d\d-\d\d)(?:[Tt ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:\.\d+)?)?)? ?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?/
        guard let match = text.wholeMatch(of: form) else { return text }
        let time = (match.minute ?? "00:00") + (match.second ?? ":00")
        return "\(match.day)T\(time)\(match.zone ?? "Z")"
    }
}
