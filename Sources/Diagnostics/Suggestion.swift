/// The candidate that was most likely meant: the one with the fewest edits, at most a third of its length.
/// Of two that are equally near the first counts.
package func suggestion(for text: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(text.unicodeScalars.prefix(200))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let scalars = Array(candidate.unicodeScalars.prefix(200))
        let limit = min((best?.distance ?? Int.max) - 1, max(1, max(typed.count, scalars.count) / 3))
        guard abs(typed.count - scalars.count) <= limit, scalars.count > 1 || typed.count > 2 else { continue }
        let distance = editDistance(typed, scalars)
        if distance <= limit, distance > 0 { best = (candidate, distance) }
    }
    return best?.candidate
}

/// `; did you mean 'query'?`, or nothing where no candidate is near.
package func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String {
    suggestion(for: text, among: candidates).map { "; did you mean \($0.quoted)?" } ?? ""
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Case does not count,
/// so that `Query` is near `query`.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    func areEqual(_ x: Unicode.Scalar, _ y: Unicode.Scalar) -> Bool {
        x == y || x.properties.lowercaseMapping == y.properties.lowercaseMapping
    }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var current = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = previous[j - 1] + (areEqual(a[i - 1], b[j - 1]) ? 0 : 1)
            current[j] = min(previous[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, areEqual(a[i - 1], b[j - 2]), areEqual(a[i - 2], b[j - 1]) {
                current[j] = min(current[j], beforePrevious[j - 2] + 1)
            }
        }
        (beforePrevious, previous) = (previous, current)
    }
    // Two texts that differ in case alone are one edit apart.
    return previous[b.count] == 0 && a != b ? 1 : previous[b.count]
}
