import ArgumentParser

/// What a flag makes that stands for one member of a union: `--cron "0 9 * * 1"` is `{type: cron, cron: 0 9 * * 1}`.
struct UnionMember: Sendable {
    let discriminator: String
    let tag: String
    /// The property that the flag's value is for.
    let property: String

    /// The member with that value.
    func value(_ value: JSONTree) -> JSONTree {
        .object([
            JSONTree.Member(name: property, value: value),
            JSONTree.Member(name: discriminator, value: .string(tag)),
        ])
    }

    /// The flag's value in a member; nil if it is another member or has more than a flag can say.
    func content(of tree: JSONTree) -> JSONTree? {
        guard case .object(let members) = tree, members.count == 2, tree[discriminator] == .string(tag) else {
            return nil
        }
        return tree[property]
    }

    /// Shorter names for the flags of members whose tags are no words that people would type.
    private static let shortNames = ["scheduled": "at", "delayed": "in", "interval": "every"]

    /// How the flag of a member is called.
    static func flag(for tag: String) -> String {
        shortNames[tag] ?? tag
    }
}

extension NameSpecification {
    /// The names of the flag of a member: the short one, and that of the document.
    static func shortcut(_ tag: String) -> NameSpecification {
        let short = UnionMember.flag(for: tag)
        return short == tag ? .customLong(tag) : [.customLong(short), .customLong(tag)]
    }
}
