/// The candidate with the smallest edit distance to the text, which may be at most a third of its length. The first of
/// several equally near candidates wins.
package func closestMatch(for text: String, among candidates: some Sequence<String>) -> String? {
    let typed = Word(text)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let word = Word(candidate)
        let limit = min((best?.distance ?? Int.max) - 1, max(1, max(typed.count, word.count) / 3))
        guard abs(typed.count - word.count) <= limit, word.count > 1 || typed.count > 2 else { continue }
        guard let distance = editDistance(typed, word, atMost: limit), distance > 0 else { continue }
        best = (candidate, distance)
    }
    return best?.candidate
}

/// Returns `; did you mean 'query'?`, or an empty string if no candidate is near.
package func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String {
    closestMatch(for: text, among: candidates).map { "; did you mean \($0.quoted)?" } ?? ""
}

/// The maximum number of Unicode scalars compared.
let maximumComparedLength = 200

/// The compared prefix of a name, as written and in lower case.
private struct Word {
    let text: [Unicode.Scalar]
    let folded: [Unicode.Scalar]

    var count: Int { text.count }

    init(_ text: String) {
        self.text = Array(text.unicodeScalars.prefix(maximumComparedLength))
        folded = self.text.map { scalar in
            if scalar.isASCII {
                return "A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
            }
            return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        }
    }
}

/// The optimal string alignment distance: insertions, deletions, substitutions and transpositions. Ignores case, so
/// that `Query` is near `query`. Returns nil if the distance exceeds the limit.
private func editDistance(_ one: Word, _ other: Word, atMost limit: Int) -> Int? {
    let (a, b) = (one.folded, other.folded)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) <= limit ? max(a.count, b.count) : nil }
    // Three rows of the table; the oldest is reused for the next.
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = beforePrevious
    var previousLeast = 0
    for i in 1...a.count {
        current[0] = i
        var least = i
        for j in 1...b.count {
            let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            var distance = min(previous[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                distance = min(distance, beforePrevious[j - 2] + 1)
            }
            current[j] = distance
            least = min(least, distance)
        }
        // Later rows derive from the last two and are never less than their minimum.
        guard min(least, previousLeast) <= limit else { return nil }
        previousLeast = least
        (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    // Texts that differ only in case count as one edit apart.
    let distance = previous[b.count] == 0 && one.text != other.text ? 1 : previous[b.count]
    return distance <= limit ? distance : nil
}

/// Suggests names within a budget per document: comparing thousands of wrong names with thousands of candidates would
/// take minutes. There are no suggestions after the first search that exceeds the budget.
package struct SuggestionBudget: Sendable {
    /// Pairs of letters; about half a second.
    package static let total = 500_000_000

    private var remaining = total
    /// Whether a search has exceeded the budget.
    package private(set) var isExhausted = false

    package init() {}

    /// The candidate most likely meant, or nil if none is near or the budget is spent.
    ///
    /// - Parameter candidates: Evaluated only while the budget lasts.
    package mutating func suggestion(for text: String, among candidates: @autoclosure () -> [String]) -> String? {
        guard !isExhausted else { return nil }
        let candidates = candidates()
        let cost = Self.weight(of: text) * candidates.reduce(0) { $0 + Self.weight(of: $1) }
        guard cost <= remaining else {
            isExhausted = true
            return nil
        }
        remaining -= cost
        return closestMatch(for: text, among: candidates)
    }

    /// Returns `; did you mean 'query'?`, or an empty string without a suggestion.
    package mutating func didYouMean(_ text: String, among candidates: @autoclosure () -> [String]) -> String {
        suggestion(for: text, among: candidates()).map { "; did you mean \($0.quoted)?" } ?? ""
    }

    /// The cost of comparing two names is the product of their weights. Short names have a minimum weight.
    package static func weight(of name: String) -> Int { min(name.utf8.count, maximumComparedLength) + 16 }
}
