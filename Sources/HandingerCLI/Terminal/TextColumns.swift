extension Character {
    /// The width in terminal columns: zero for combining characters, two for wide ones.
    var columns: Int {
        unicodeScalars.map(\.columns).max() ?? 0
    }
}

extension Unicode.Scalar {
    /// The width by general category and the wide ranges of Unicode Standard Annex 11.
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
    /// The width in terminal columns.
    var columns: Int {
        reduce(0) { $0 + $1.columns }
    }

    /// Truncates the text to a width, with an ellipsis if necessary.
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

    /// Truncates or pads the text to a number of characters.
    func padded(to length: Int) -> String {
        prefix(length) + String(repeating: " ", count: Swift.max(0, length - count))
    }
}
