/// A parameter of a command and its location in the request.
struct CommandParameter: Sendable {
    enum Place: Sendable {
        case path, query, header, cookie
        /// A property of the body.
        case body
        /// The whole body.
        case wholeBody
    }

    enum Kind: Equatable, Sendable {
        case string, boolean, integer, number
        /// A date and time.
        case date
        /// A duration as a number of a unit.
        case duration(DurationText.Unit)
        /// Any value, as YAML or JSON.
        case json
        /// The path of a file to upload.
        case file
        case files
    }

    /// The name in the request.
    let name: String
    /// The name on the command line, without dashes.
    let flag: String
    let place: Place
    let kind: Kind
    /// The known values; empty if the document lists none.
    let values: [String]
    /// The union member that the flag creates; nil if the flag takes the whole value.
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
