import HandingerGeneratorModel

/// The effect of changed arguments on the calls of a function.
struct ArgumentChanges {
    struct Finding {
        var level: Change.Level
        var kind: Change.Kind
        var text: String
        var reason: String
        /// The name of the argument.
        var name: String
    }

    private(set) var findings: [Finding] = []

    var isBreaking: Bool { findings.contains { $0.level == .breaking } }

    init(from old: [Argument], to new: [Argument], _ renames: Renames) {
        for argument in old {
            guard let other = new.first(where: { $0.name == argument.name }) else {
                add(
                    .breaking,
                    .removed,
                    "no longer takes `\(argument.name)`",
                    "calls that give it do not compile",
                    argument.name
                )
                continue
            }
            compare(argument, other, renames)
        }
        for argument in new where !old.contains(where: { $0.name == argument.name }) {
            let declared = "`\(argument.name): \(argument.type.text)`"
            if argument.isOptional {
                add(.compatible, .added, "can be given \(declared)", "", argument.name)
            } else {
                add(.breaking, .added, "must be given \(declared)", "calls without it do not compile", argument.name)
            }
        }
        guard !isBreaking else { return }
        let kept = new.filter { argument in old.contains { $0.name == argument.name } }.map(\.name)
        if kept != old.map(\.name) {
            let order = kept.map { $0 + ":" }.joined()
            add(.breaking, .changed, "takes its arguments as `(\(order))`", "Swift wants them in order", kept[0])
        }
    }

    private mutating func compare(_ a: Argument, _ b: Argument, _ renames: Renames) {
        let type = renames.applied(to: a.type)
        let change = "`\(a.name)` is `\(b.type.text)` and was `\(a.type.text)`"
        if type != b.type {
            if type == .optional(b.type) {
                let text = "`\(a.name)` must be given, `\(b.type.text)`"
                add(.breaking, .changed, text, "calls without it, or with an optional, do not compile", a.name)
            } else if b.type == .optional(type) {
                add(.compatible, .changed, "\(change): it can be left out or nil", "", a.name)
            } else {
                add(.breaking, .changed, change, "values of the old type do not fit", a.name)
            }
        } else if a.isOptional, !b.isOptional {
            add(.breaking, .changed, "`\(a.name)` must be given", "calls without it do not compile", a.name)
        } else if !a.isOptional, b.isOptional {
            add(.compatible, .changed, "`\(a.name)` may be left out", "", a.name)
        }
        if a.isUnlabelled != b.isUnlabelled {
            let label = b.isUnlabelled ? "without a label" : "with its label"
            add(.breaking, .changed, "takes `\(a.name)` \(label)", "calls write it the other way", a.name)
        }
    }

    private mutating func add(
        _ level: Change.Level,
        _ kind: Change.Kind,
        _ text: String,
        _ reason: String,
        _ name: String
    ) {
        findings.append(Finding(level: level, kind: kind, text: text, reason: reason, name: name))
    }
}
