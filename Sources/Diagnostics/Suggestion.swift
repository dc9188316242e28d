/// The candidate that was most likely meant: the one with the fewest edits, at most a third of its length.
/// Of two that are equally near the first counts.
package func suggestion(for text: String, among candidates: some Sequence<String>) -> String? {
    let typed = Word(text)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let word = Word(candidate)
        let limit = min((best?.distance ?? Int.max) - 1, max(1, max(typed.count, word.count) / 3))
        guard abs(typed.count - word.count) <= limit, word.count > 1 || typed.count > 2 else { continue }
        let distance = editDistance(typed, word)
        if distance <= limit, distance > 0 { best = (candidate, distance) }
    }
    return best?.candidate
}

/// `; did you mean 'query'?`, or nothing where no candidate is near.
package func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String {
    suggestion(for: text, among: candidates).map { "; did you mean \($0.quoted)?" } ?? ""
}

/// What is compared: the beginning, without regard to case.
private struct Word {
    let text: [Unicode.Scalar]
    let folded: [Unicode.Scalar]

    var count: Int { text.count }

    init(_ text: String) {
        self.text = Array(text.unicodeScalars.prefix(200))
        folded = self.text.map { scalar in
            if scalar.isASCII {
                return "A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
            }
            return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        }
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Case does not count,
/// so that `Query` is near `query`.
private func editDistance(_ one: Word, _ other: Word) -> Int {
    let (a, b) = (one.folded, other.folded)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var current = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            current[j] = min(previous[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = min(current[j], beforePrevious[j - 2] + 1)
            }
        }
        (beforePrevious, previous) = (previous, current)
    }
    // Two texts that differ in case alone are one edit apart.
    return previous[b.count] == 0 && one.text != other.text ? 1 : previous[b.count]
}
