import APIRuntime
import ArgumentParser

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

/// A union member with a shortcut flag: `--cron "0 9 * * 1"` is `{type: cron, cron: 0 9 * * 1}`.
struct UnionMember: Sendable {
    let discriminator: String
    let tag: String
    /// The property that takes the value of the flag.
    let property: String

    /// Creates the member from the value of the flag.
    func value(_ value: JSONTree) -> JSONTree {
        .object([
            JSONTree.Member(name: property, value: value),
            JSONTree.Member(name: discriminator, value: .string(tag)),
        ])
    }

    /// The value of the flag for a member; nil if it is another member or has more properties.
    func content(of tree: JSONTree) -> JSONTree? {
        guard case .object(let members) = tree, members.count == 2, tree[discriminator] == .string(tag) else {
            return nil
        }
        return tree[property]
    }

    /// Shorter flag names for unwieldy tags.
    private static let shortNames = ["scheduled": "at", "delayed": "in", "interval": "every"]

    /// The flag name for a tag.
    static func flag(for tag: String) -> String {
        shortNames[tag] ?? tag
    }
}

extension NameSpecification {
    /// The flag names for a tag: the short name and the tag itself.
    static func shortcut(_ tag: String) -> NameSpecification {
        let short = UnionMember.flag(for: tag)
        return short == tag ? .customLong(tag) : [.customLong(short), .customLong(tag)]
    }
}
