/// Advice on names within what it may cost in one document: where thousands of names are wrong among thousands, to compare
/// each with each would take minutes. After a search that is too much there is no more advice.
package struct SuggestionBudget: Sendable {
    /// Pairs of letters, about half a second's worth.
    package static let whole = 500_000_000

    private var rest = whole
    /// Whether a search was too much.
    package private(set) var isSpent = false

    package init() {}

    /// The candidate that was most likely meant.
    ///
    /// - Parameter candidates: Not asked for where there is nothing left.
    package mutating func suggestion(for text: String, among candidates: @autoclosure () -> [String]) -> String? {
        guard !isSpent else { return nil }
        let candidates = candidates()
        let cost = Self.weight(of: text) * candidates.reduce(0) { $0 + Self.weight(of: $1) }
        guard cost <= rest else {
            isSpent = true
            return nil
        }
        rest -= cost
        return closestMatch(for: text, among: candidates)
    }

    /// `; did you mean 'query'?`, or nothing where no candidate is near.
    package mutating func didYouMean(_ text: String, among candidates: @autoclosure () -> [String]) -> String {
        suggestion(for: text, among: candidates()).map { "; did you mean \($0.quoted)?" } ?? ""
    }

    /// What a name adds to a search: the product of two is the cost of comparing them. Short names cost something too.
    package static func weight(of name: String) -> Int { min(name.utf8.count, comparedLength) + 16 }
}
