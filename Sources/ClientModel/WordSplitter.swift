/// Splits an identifier of any convention into words.
struct WordSplitter {
    private(set) var words: [Substring] = []
    /// Whether there is a small letter anywhere.
    private(set) var hasLowercase = false

    private let text: String
    /// In bytes: where the word begins that is being read, and where the text goes on.
    private var wordStart = 0
    private var offset = 0

    init(_ text: String) {
        self.text = text
        words.reserveCapacity(4)
        var previous: Unit?
        var rest = text.unicodeScalars.makeIterator()
        var current = rest.next().map(Unit.init)
        while let unit = current {
            let next = rest.next().map(Unit.init)
            take(unit, after: previous, before: next)
            (previous, current) = (unit, next)
        }
        flush()
    }

    /// What a scalar is to a name.
    private enum Kind {
        case upper, lower, digit
        /// Another letter or mark that names may have.
        case letter
        /// A small letter as a symbol, in a circle for example: no part of a word.
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
        let end = offset + (scalar.isASCII ? 1 : UTF8.width(scalar))
        defer { offset = end }
        if unit.isSmall { hasLowercase = true }
        if unit.isWord {
            if unit.kind == .upper, let previous, isBoundary(previous, next) { flush() }
            return
        }
        flush()
        wordStart = end
        let isSign = scalar == "-" && next?.kind == .digit && previous?.isWord != true
        if scalar == "+" || isSign {
            words.append(scalar == "+" ? "plus" : "minus")
        } else if !scalar.isASCII, !scalar.properties.isWhitespace, !isInvisible(scalar) {
            words.append(Substring("u" + String(scalar.value, radix: 16, uppercase: true)))
        }
    }

    private mutating func flush() {
        if wordStart < offset {
            let start = text.utf8.index(text.startIndex, offsetBy: wordStart)
            words.append(text[start..<text.utf8.index(start, offsetBy: offset - wordStart)])
        }
        wordStart = offset
    }

    /// Before a capital: `aB` and the last capital of `ABc` start a word.
    private func isBoundary(_ previous: Unit, _ next: Unit?) -> Bool {
        switch previous.kind {
        case .lower, .digit: return true
        case .upper: return next?.isSmall == true && !(next?.scalar == "s" && offset - wordStart > 1)
        case .letter, .smallSymbol, .other: return false
        }
    }

    // Nearly all names are ASCII, and the tables of Unicode are slow to ask.
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
            guard properties.isXIDContinue else { break }
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

    /// Whether the scalar is a capital or a small letter.
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? "a"..."z" ~= scalar || "A"..."Z" ~= scalar
            : scalar.properties.isUppercase || scalar.properties.isLowercase
    }
}
