/// Suggests names within a budget per document: comparing thousands of wrong names with thousands of candidates would
/// take minutes. There are no suggestions after the first search that exceeds the budget.
package struct SuggestionBudget: Sendable {
    /// Pairs of letters; about half a second.
    package static let whole = 500_000_000

    private var rest = whole
    /// Whether a search has exceeded the budget.
    package private(set) var isSpent = false

    package init() {}

    /// The candidate most likely meant, or nil if none is near or the budget is spent.
    ///
    /// - Parameter candidates: Evaluated only while the budget lasts.
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

    /// Returns `; did you mean 'query'?`, or an empty string without a suggestion.
    package mutating func didYouMean(_ text: String, among candidates: @autoclosure () -> [String]) -> String {
        suggestion(for: text, among: candidates()).map { "; did you mean \($0.quoted)?" } ?? ""
    }

    /// The cost of comparing two names is the product of their weights. Short names have a minimum weight.
    package static func weight(of name: String) -> Int { min(name.utf8.count, comparedLength) + 16 }
}
