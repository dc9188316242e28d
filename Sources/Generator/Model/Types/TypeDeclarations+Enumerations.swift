import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Enumerations and the names of their values.
extension TypeDeclarations {
    mutating func enumeration(
        named name: String,
        _ rawType: Enumeration.RawType,
        _ values: [EnumerationValue]
    ) -> Enumeration {
        var seen: Set<Constant> = []
        var titles: [String?] = []
        var members: [Enumeration.Member] = values.compactMap { value in
            guard let member = Self.member(value.node), values.count == 1 || seen.insert(member.value).inserted else {
                return nil
            }
            titles.append(value.title)
            return member
        }
        let labels = Self.labels(of: members, titles)
        let names =
            plainNames(of: labels, rawType, beside: name) ?? Self.settledNames(of: members, labels, beside: name)
        for index in members.indices { members[index].name = names[index] }
        return Enumeration(rawType: rawType, members: members)
    }

    /// The names of values that need no distinction, which is the usual case; nil if some do.
    private mutating func plainNames(
        of labels: [String],
        _ rawType: Enumeration.RawType,
        beside type: String
    ) -> [String]? {
        guard rawType != .json else { return nil }
        let names = labels.map { valueName($0) }
        let isUnique = names.count == 1 || Set(names).count == names.count
        guard isUnique, !names.contains(where: { $0 == type || Self.reservedNames.contains($0) }) else { return nil }
        return names
    }

    private static func settledNames(
        of members: [Enumeration.Member],
        _ labels: [String],
        beside type: String
    ) -> [String] {
        let names = ValueNames(Set(labels).sorted(), reserved: reservedNames + [type])
        // Of values with the same text, such as `1` and `"1"`, the string is distinguished.
        let texts = Set(members.compactMap { $0.isString ? nil : $0.text })
        var claimed = NameTable()
        return zip(members, labels).map { member, label in
            let hasTwin = member.isString && texts.contains(member.text)
            return claimed.claim((names.names[label] ?? "") + (hasTwin ? "String" : ""))
        }
    }

    private static let reservedNames = ["rawValue", "knownValues", "description"]

    private static func member(_ node: Node) -> Enumeration.Member? {
        let (text, value): (String, Constant)
        switch node.value {
        case .string(let string): (text, value) = (string, .string(string))
        case .integer(let integer): (text, value) = (String(integer), .integer(integer))
        case .number(let number, _):
            guard number.isFinite else { return nil }
            (text, value) = (String(number), .number(number))
        case .bool(let bool): (text, value) = (String(bool), .boolean(bool))
        case .null, .sequence, .mapping: return nil
        }
        return Enumeration.Member(name: "", value: value, text: text)
    }

    /// The texts that the names come from: titles, unless several values have the same one.
    private static func labels(of members: [Enumeration.Member], _ titles: [String?]) -> [String] {
        guard titles.contains(where: { $0 != nil }) else { return members.map(\.text) }
        var counts: [String: Int] = [:]
        for title in titles { counts[title ?? "", default: 0] += 1 }
        return zip(members, titles).map { member, title in
            guard let title, counts[title] == 1, !SwiftName.words(of: title).isEmpty else { return member.text }
            return title
        }
    }

    /// Warns of values that are named by their symbols or their case, because they would have the same name.
    mutating func lintValueNames(_ enumeration: Enumeration, inType name: String, _ origin: SourceReference) {
        guard isLinting else { return }
        let texts = Set(enumeration.members.map(\.text))
        let clashes = ValueNames(texts.sorted(), reserved: Self.reservedNames + [name]).clashes
        for member in enumeration.members where clashes.contains(member.text) {
            let plain = SwiftName.value(member.text)
            lint("'\(member.text)' is called '\(member.name)', because several values are '\(plain)'", origin)
        }
    }
}

extension Enumeration.Member {
    fileprivate var isString: Bool { if case .string = value { true } else { false } }
}
