extension Character {
    /// How many columns of a terminal the character takes: none for what only changes another, two for wide ones.
    var columns: Int {
        unicodeScalars.map(\.columns).max() ?? 0
    }
}

extension Unicode.Scalar {
    /// By the general category, and the ranges that are wide in Unicode Standard Annex 11.
    fileprivate var columns: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension StringProtocol {
    /// How many columns of a terminal the text takes.
    var columns: Int {
        reduce(0) { $0 + $1.columns }
    }

    /// As much of the text as fits, with a sign where something was left out.
    func fitting(_ width: Int) -> String {
        guard width > 0 else { return "" }
        if columns <= width { return String(self) }
        var used = 1
        let kept = prefix { character in
            used += character.columns
            return used <= width
        }
        return kept + "…"
    }

    /// So many characters of the text, with spaces behind it where it has fewer.
    func padded(to length: Int) -> String {
        prefix(length) + String(repeating: " ", count: Swift.max(0, length - count))
    }
}
