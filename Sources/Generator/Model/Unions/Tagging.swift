import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The discriminator property of a union and its values for each member.
struct Tagging {
    var property: String
    /// The values that choose each member. Members that share a value are tried in turn.
    var tags: [[String]]
    /// Whether a member's tag may be absent or does not suffice to choose it.
    var isOpen: [Bool]
    /// The number of members that each value chooses.
    private let memberCounts: [String: Int]

    init(property: String, tags: [[String]], isOpen: [Bool]) {
        self.property = property
        self.tags = tags
        self.isOpen = isOpen
        var counts: [String: Int] = [:]
        for own in tags {
            for tag in Set(own) { counts[tag, default: 0] += 1 }
        }
        memberCounts = counts
    }

    /// Whether a value can name a member. `true` and `2` are only clear with the property's name.
    static func isName(_ tag: String) -> Bool {
        tag != "true" && tag != "false" && Int(tag) == nil
    }

    /// Whether a value looks like that of a discriminator and not like a sentence: at most 64 bytes and four words.
    static func isTag(_ value: String) -> Bool {
        value.utf8.count <= 64 && value.unicodeScalars.count { $0.properties.isWhitespace } < 4
    }

    /// The values that choose this member and no other.
    func ownTags(of index: Int) -> [String] {
        tags[index].filter { memberCounts[$0] == 1 }
    }

    /// Whether each value chooses a member, and each member has a value of its own.
    var isExact: Bool {
        tags.indices.allSatisfy { !isOpen[$0] && ownTags(of: $0) == tags[$0] }
    }
}

extension Schema {
    /// The name of the component that the schema refers to.
    var componentName: String? { reference?.pointer?.name(in: "components", "schemas") }
}

extension Node {
    /// The value as the text of a discriminator; nil for other types.
    var tag: String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        case .number, .null, .sequence, .mapping: nil
        }
    }
}
