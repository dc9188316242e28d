/// Splits an identifier of any naming convention into words.
struct WordSplitter {
    /// The words in UTF-8 without separators. One buffer is faster to fill than an array of strings.
    private var letters: [UInt8] = []
    /// The end of each word.
    private var ends: [Int] = []
    /// Whether the text has a lower-case letter.
    private var hasLowercase = false

    init(_ text: String) {
        letters.reserveCapacity(text.utf8.count)
        ends.reserveCapacity(8)
        var text = text
        text.withUTF8 { bytes in
            if bytes.allSatisfy({ $0 < 0x80 }) {
                split(bytes.lazy.map { Unit(Unicode.Scalar($0)) }.makeIterator())
            } else {
                split(String(decoding: bytes, as: UTF8.self).unicodeScalars.lazy.map { Unit($0) }.makeIterator())
            }
        }
        // SCREAMING_CASE
        if ends.count > 1, !hasLowercase { lowercase() }
    }

    var count: Int { ends.count }
    var isEmpty: Bool { ends.isEmpty }

    /// Calls `body` with the index and the UTF-8 of each word.
    func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
        letters.withUnsafeBufferPointer { letters in
            var start = 0
            for (number, end) in ends.enumerated() {
                body(number, UnsafeBufferPointer(rebasing: letters[start..<end]))
                start = end
            }
        }
    }

    var words: [String] {
        var words: [String] = []
        forEach { words.append(String(decoding: $1, as: UTF8.self)) }
        return words
    }

    private mutating func split(_ units: some IteratorProtocol<Unit>) {
        var units = units
        var previous: Unit?
        var current = units.next()
        while let unit = current {
            let next = units.next()
            take(unit, after: previous, before: next)
            (previous, current) = (unit, next)
        }
        flush()
    }

    private mutating func lowercase() {
        let words = words
        letters = []
        ends = []
        for word in words { append(word.lowercased()) }
    }

    /// The role of a scalar in a name.
    private enum Kind {
        case upper, lower, digit
        /// Another letter or mark that is allowed in names.
        case letter
        /// A lower-case symbol, such as a letter in a circle; never part of a word.
        case smallSymbol
        case other
    }

    private struct Unit {
        let scalar: Unicode.Scalar
        let kind: Kind

        init(_ scalar: Unicode.Scalar) {
            self.scalar = scalar
            kind = WordSplitter.kind(of: scalar)
        }

        var isWord: Bool { kind != .other && kind != .smallSymbol }
        var isSmall: Bool { kind == .lower || kind == .smallSymbol }
    }

    private mutating func take(_ unit: Unit, after previous: Unit?, before next: Unit?) {
        let scalar = unit.scalar
        if unit.isSmall { hasLowercase = true }
        if unit.isWord {
            if unit.kind == .upper, let previous, isBoundary(previous, next) { flush() }
            if scalar.isASCII {
                letters.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                letters.append(contentsOf: String(scalar).utf8)
            }
            return
        }
        flush()
        let isSign = scalar == "-" && next?.kind == .digit && previous?.isWord != true
        if scalar == "+" || isSign {
            append(scalar == "+" ? "plus" : "minus")
        } else if !scalar.isASCII, !scalar.properties.isWhitespace, !isInvisible(scalar) {
            append("u" + String(scalar.value, radix: 16, uppercase: true))
        }
    }

    private mutating func append(_ word: String) {
        letters.append(contentsOf: word.utf8)
        flush()
    }

    /// The number of bytes of the current word.
    private var openCount: Int { letters.count - (ends.last ?? 0) }

    private mutating func flush() {
        if openCount > 0 { ends.append(letters.count) }
    }

    /// Whether a word starts before a capital: in `aB`, and at the last capital of `ABc`.
    private func isBoundary(_ previous: Unit, _ next: Unit?) -> Bool {
        switch previous.kind {
        case .lower, .digit: return true
        case .upper: return next?.isSmall == true && !(next?.scalar == "s" && openCount > 1)
        case .letter, .smallSymbol, .other: return false
        }
    }

    // The fast path: most names are ASCII, and Unicode properties are slow.
    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar {
        case "a"..."z": return .lower
        case "A"..."Z": return .upper
        case "0"..."9": return .digit
        default: return scalar.isASCII ? .other : unicodeKind(of: scalar)
        }
    }

    private static func unicodeKind(of scalar: Unicode.Scalar) -> Kind {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            // A name must not have invisible characters, such as a variation selector.
            guard properties.isXIDContinue, !properties.isDefaultIgnorableCodePoint else { break }
            return properties.isUppercase ? .upper : properties.isLowercase ? .lower : .letter
        default:
            break
        }
        return properties.isLowercase ? .smallSymbol : .other
    }

    private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .enclosingMark: true
        default: scalar.properties.isVariationSelector
        }
    }

    /// Whether the scalar has upper or lower case.
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? "a"..."z" ~= scalar || "A"..."Z" ~= scalar
            : scalar.properties.isUppercase || scalar.properties.isLowercase
    }
}
