/// A value that a command takes, and where it goes in the request.
struct CommandParameter: Sendable {
    enum Place: Sendable {
        case path, query, header, cookie
        /// A property of the body.
        case body
        /// The body itself.
        case wholeBody
    }

    enum Kind: Equatable, Sendable {
        case string, boolean, integer, number
        /// A date and time.
        case date
        /// A number of a unit of time.
        case duration(DurationText.Unit)
        /// Any value, as YAML or JSON.
        case json
        /// A file to be sent, by its path.
        case file
        case files
    }

    /// The name in the request.
    let name: String
    /// The name on the command line, without dashes.
    let flag: String
    let place: Place
    let kind: Kind
    /// The values that the document names; none where it names none.
    let values: [String]
    /// The member of a union that the flag makes; nil for a flag that has the whole value.
    let member: UnionMember?
    let isRequired: Bool

    init(
        _ name: String,
        flag: String,
        in place: Place,
        kind: Kind,
        values: [String] = [],
        member: UnionMember? = nil,
        isRequired: Bool = false
    ) {
        self.name = name
        self.flag = member == nil ? flag : UnionMember.flag(for: flag)
        self.place = place
        self.kind = kind
        self.values = values
        self.member = member
        self.isRequired = isRequired
    }

    var isInBody: Bool { place == .body || place == .wholeBody }
}
