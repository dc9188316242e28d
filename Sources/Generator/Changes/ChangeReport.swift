package import HandingerGeneratorModel

/// The changes of a document for users of the Swift client.
///
/// The rules consider programs that call methods, create request values and read response values. They rely on
/// guarantees of the generated code: enumerations are open, unions have an unknown case and are switched over with a
/// default, and optional arguments have defaults.
package struct ChangeReport: Sendable {
    /// Sorted by severity, then in document order.
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

    /// The required version increment (semver.org).
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

/// Compares two API snapshots and collects the changes.
struct Comparison {
    let old: APISnapshot
    let new: APISnapshot
    /// The types that were only renamed.
    let renames: Renames
    var changes: [Change] = []
    /// Types that are already reported as broken.
    var broken: Set<String> = []

    init(old: API, new: API) {
        self.old = APISnapshot(old)
        self.new = APISnapshot(new)
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

    /// Reports an added or removed deprecation.
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

    /// Reports differences in notes, prose or location.
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
