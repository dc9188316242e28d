/// The candidate that was most likely meant: the one with the fewest edits, at most a third of its length.
/// Of two that are equally near the first counts.
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

/// `; did you mean 'query'?`, or nothing where no candidate is near.
package func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String {
    closestMatch(for: text, among: candidates).map { "; did you mean \($0.quoted)?" } ?? ""
}

/// How much of a name is compared.
let comparedLength = 200

/// What is compared: the beginning, without regard to case.
private struct Word {
    let text: [Unicode.Scalar]
    let folded: [Unicode.Scalar]

    var count: Int { text.count }

    init(_ text: String) {
        self.text = Array(text.unicodeScalars.prefix(comparedLength))
        folded = self.text.map { scalar in
            if scalar.isASCII {
                return "A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
            }
            return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        }
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Case does not count,
/// so that `Query` is near `query`. Returns nil for more than the limit.
private func editDistance(_ one: Word, _ other: Word, atMost limit: Int) -> Int? {
    let (a, b) = (one.folded, other.folded)
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) <= limit ? max(a.count, b.count) : nil }
    // Three rows of the table, the oldest of which becomes the next.
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
        // What follows is made of the last two rows, and never less.
        guard min(least, previousLeast) <= limit else { return nil }
        previousLeast = least
        (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    // Two texts that differ in case alone are one edit apart.
    let distance = previous[b.count] == 0 && one.text != other.text ? 1 : previous[b.count]
    return distance <= limit ? distance : nil
}
