import HandingerGeneratorModel

// Unions. They are compared after their payloads, whose breaking changes are not repeated.
extension Comparison {
    mutating func compareUnions() {
        for type in old.types {
            guard case .union(let previous) = type.kind, let other = new.typesByName[type.qualifiedName],
                case .union(let current) = other.kind
            else { continue }
            compareMembers(previous, current, type, other)
            compareTrials(previous, current, type, other)
            compareShared(previous, current, type, other)
            if previous.discriminator != current.discriminator {
                let text =
                    "is told apart by `\(current.discriminator ?? "what fits")`, was by "
                    + "`\(previous.discriminator ?? "what fits")`"
                add(.wire, .changed, type.qualifiedName, text, old: type.place, new: other.place)
            }
        }
    }

    private mutating func compareMembers(
        _ previous: Union,
        _ current: Union,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        for member in previous.members {
            let symbol = "\(a.qualifiedName).\(member.caseName)"
            guard let other = current.members.first(where: { $0.caseName == member.caseName }) else {
                let reason = "code that names the case does not compile"
                add(.breaking, .removed, symbol, "is gone", because: reason, old: a.place, new: b.place)
                continue
            }
            if renames.applied(to: member.type) != other.type {
                add(
                    .breaking,
                    .changed,
                    symbol,
                    "holds `\(other.type.text)` and held `\(member.type.text)`",
                    because: "code that reads the payload was written for the old type",
                    old: a.place,
                    new: b.place
                )
            } else {
                compareConvenience(member, other, a, b)
            }
            if member.tags != other.tags {
                let texts = [other.tags, member.tags].map { $0.isEmpty ? "what fits" : $0.joined(separator: ", ") }
                let text = "is chosen by `\(texts[0])` and was by `\(texts[1])`"
                add(.wire, .changed, symbol, text, old: a.place, new: b.place)
            }
        }
        for member in current.members where !previous.members.contains(where: { $0.caseName == member.caseName }) {
            add(
                .compatible,
                .added,
                "\(a.qualifiedName).\(member.caseName)",
                "is new, `\(member.type.text)`",
                because: "switches have a default, which takes it; `unknown` no longer does",
                old: a.place,
                new: b.place
            )
        }
    }

    /// Compares the static function of a case.
    private mutating func compareConvenience(
        _ member: Union.Member,
        _ other: Union.Member,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        guard old.usage.isMade(a.qualifiedName), let previous = member.convenience, !broken.contains(previous.payload)
        else {
            return
        }
        let symbol =
            "\(a.qualifiedName).\(member.caseName)("
            + previous.arguments.map { ($0.isUnlabelled ? "_" : $0.name) + ":" }.joined() + ")"
        guard let current = other.convenience else {
            let reason = "calls do not compile"
            add(.breaking, .removed, symbol, "is gone", because: reason, old: a.place, new: b.place)
            return
        }
        for finding in ArgumentChanges(from: previous.arguments, to: current.arguments, renames).findings
        where finding.level == .breaking {
            add(
                .breaking,
                finding.kind,
                symbol,
                finding.text,
                because: finding.reason,
                old: a.place,
                new: b.place
            )
        }
    }

    /// Members without a tag are tried in order, so an earlier member may accept values of a later one.
    private mutating func compareTrials(_ previous: Union, _ current: Union, _ a: TypeDeclaration, _ b: TypeDeclaration)
    {
        let before = previous.trials.map { previous.members[$0.member].caseName }
        // A guarded trial accepts no value of another member.
        let now = current.trials.map { (name: current.members[$0.member].caseName, isGuarded: $0.isGuarded) }
            .filter { !$0.isGuarded || before.contains($0.name) }.map(\.name)
        guard let lastKept = now.lastIndex(where: before.contains) else { return }
        let order = now[...lastKept]
        let first = order.first { !before.contains($0) }
        if let first, let next = order.drop(while: { $0 != first }).first(where: before.contains) {
            add(
                .breaking,
                .changed,
                a.qualifiedName,
                "is tried as `.\(first)` before `.\(next)`",
                because: "values that were read as `.\(next)` may now be read as `.\(first)`",
                old: a.place,
                new: b.place
            )
        } else if order.filter(before.contains) != before.filter(now.contains) {
            add(
                .breaking,
                .changed,
                a.qualifiedName,
                "is tried in the order \(order.map { "`.\($0)`" }.joined(separator: ", "))",
                because: "values that fit several cases may now be read as another one",
                old: a.place,
                new: b.place
            )
        }
    }

    /// Compares the properties available on the union itself.
    private mutating func compareShared(_ previous: Union, _ current: Union, _ a: TypeDeclaration, _ b: TypeDeclaration)
    {
        guard old.usage.isRead(a.qualifiedName) else { return }
        let payloads = previous.members.compactMap { $0.type.storedName }
        for shared in previous.shared {
            let symbol = "\(a.qualifiedName).\(shared.property.name)"
            let other = current.shared.first { $0.property.name == shared.property.name }
            if other == nil, !payloads.contains(where: broken.contains) {
                add(
                    .breaking,
                    .removed,
                    symbol,
                    "is gone",
                    because: "not every member of the union has it any more, with the same type",
                    old: a.place,
                    new: b.place
                )
            } else if let other, (other.fallback == nil) != (shared.fallback == nil),
                !payloads.contains(where: broken.contains)
            {
                add(
                    .breaking,
                    .changed,
                    symbol,
                    other.fallback == nil ? "is optional" : "is no longer optional",
                    because: "code that reads it was written for the old type",
                    old: a.place,
                    new: b.place
                )
            }
        }
        for shared in current.shared
        where !previous.shared.contains(where: { $0.property.name == shared.property.name }) {
            let symbol = "\(a.qualifiedName).\(shared.property.name)"
            add(.compatible, .added, symbol, "can be read without looking at the case", old: a.place, new: b.place)
        }
    }
}
