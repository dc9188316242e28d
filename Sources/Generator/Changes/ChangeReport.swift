package import HandingerGeneratorModel

/// What changes for those who use the Swift client when its document changes.
///
/// The rules take the view of a program that calls the methods, makes the values that requests hold and reads the
/// values that responses hold. They know what the generated code makes safe: enumerations are open, unions have an
/// unknown case and are switched over with a default, optional arguments have defaults.
package struct ChangeReport: Sendable {
    /// The most serious first, each level in document order.
    package var changes: [Change]

    /// Compares two versions of an API.
    package init(from old: API, to new: API) {
        var comparison = Comparison(old: old, new: new)
        comparison.compareService()
        comparison.compareOperations()
        comparison.compareTypes()
        let all = comparison.changes
        changes = Change.Level.allCases.flatMap { level in all.filter { $0.level == level } }
    }

    package func changes(of level: Change.Level) -> [Change] {
        changes.filter { $0.level == level }
    }

    /// What the next version of the client has to be (semver.org).
    package enum Bump: String, Sendable {
        case none, patch, minor, major
    }

    package var bump: Bump {
        switch changes.first?.level {
        case .breaking: .major
        case .compatible: .minor
        case .wire, .documentation: .patch
        case nil: .none
        }
    }
}

/// The two sides and what is found between them.
struct Comparison {
    let old: Side
    let new: Side
    /// New names of types that are only called something else.
    let renames: Renames
    var changes: [Change] = []
    /// Types whose users are told already that they break.
    var broken: Set<String> = []

    init(old: API, new: API) {
        self.old = Side(old)
        self.new = Side(new)
        renames = Renames(from: self.old, to: self.new)
    }

    mutating func add(
        _ level: Change.Level,
        _ kind: Change.Kind,
        _ symbol: String,
        _ text: String,
        because reason: String = "",
        old: SpecPath? = nil,
        new: SpecPath? = nil
    ) {
        changes.append(
            Change(level: level, symbol: symbol, text: text, reason: reason, old: old, new: new, kind: kind)
        )
    }

    /// Says so where the compiler warns of a use, or no longer does.
    mutating func compareWarning(
        _ a: Documentation,
        _ b: Documentation,
        _ symbol: String,
        because reason: String,
        old: SpecPath,
        new: SpecPath
    ) {
        switch (a.isDeprecated, b.isDeprecated) {
        case (false, true):
            add(.compatible, .deprecated, symbol, "is deprecated", because: reason, old: old, new: new)
        case (true, false):
            add(.compatible, .changed, symbol, "is no longer deprecated", old: old, new: new)
        default: break
        }
    }

    /// Says so where nothing but the prose differs.
    mutating func compareProse(
        _ a: Documentation,
        _ b: Documentation,
        _ symbol: String,
        old: SpecPath?,
        new: SpecPath?
    ) {
        if a.notes != b.notes {
            let text = "limits: " + Self.difference(a.notes, b.notes)
            add(.wire, .changed, symbol, text, because: "the server may take or send other values", old: old, new: new)
        }
        if a.summary != b.summary || a.description != b.description {
            add(.documentation, .changed, symbol, "is described in other words", old: old, new: new)
        } else if a.pointer != b.pointer, !a.pointer.isEmpty, !b.pointer.isEmpty {
            add(.documentation, .changed, symbol, "moved from `\(a.pointer)` to `\(b.pointer)`", old: old, new: new)
        }
    }

    private static func difference(_ a: [String], _ b: [String]) -> String {
        let gone = a.filter { !b.contains($0) }.joined(separator: " ")
        let come = b.filter { !a.contains($0) }.joined(separator: " ")
        return "\(gone.isEmpty ? "none" : gone) → \(come.isEmpty ? "none" : come)"
    }
}
