import ArgumentParser

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
