/// The names of enumeration values.
///
/// They depend on the values alone and not on their order: a name must not change its value when the document is
/// rearranged. Of values with the same name, one that is spelled like the name keeps it; the others are distinguished by
/// their symbols, then by their case.
struct ValueNames {
    /// By value.
    private(set) var names: [String: String] = [:]
    /// Values whose plain name is that of another value too, sorted.
    private(set) var clashes: [String] = []

    /// - Parameters:
    ///   - values: Unique values.
    ///   - reserved: Names that no value gets.
    init(_ values: [String], reserved: [String]) {
        var table = NameTable(reserved: reserved)
        var taken: Set<String> = []
        var waiting = values.sorted()
        for spelling in [SwiftName.value, SwiftName.valueWithSymbols, SwiftName.valueWithCase] {
            let spelled = waiting.map { (value: $0, name: spelling($0)) }
            var counts: [String: Int] = [:]
            for (_, name) in spelled { counts[name, default: 0] += 1 }
            var next: [String] = []
            for (value, name) in spelled {
                if name == value || (counts[name] == 1 && !taken.contains(name)) {
                    names[value] = table.claim(name)
                    taken.insert(name)
                } else {
                    next.append(value)
                }
            }
            if clashes.isEmpty { clashes = next }
            waiting = next
        }
        for value in waiting { names[value] = table.claim(SwiftName.value(value)) }
    }
}

extension SwiftName {
    /// The name of an enumeration value: like ``member(_:)``, but symbols that carry the meaning are spelled, such as
    /// those of `C#`, `-name` and `<=`.
    package static func value(_ text: String) -> String {
        let ascii = text.utf8.allSatisfy { $0 < 0x80 }
        let isSymbolic = ascii && !text.isEmpty && !text.utf8.contains(where: isLetterOrDigit)
        return member(isSymbolic ? spelled(text, all: true) : spelled(text, all: false))
    }

    /// The name of an enumeration value with all its symbols spelled.
    static func valueWithSymbols(_ text: String) -> String { member(spelled(text, all: true)) }

    /// The name of an enumeration value with its symbols and its case.
    static func valueWithCase(_ text: String) -> String {
        let name = valueWithSymbols(text)
        if text == text.uppercased() { return name + "Uppercase" }
        if text == text.capitalizedFirst { return name + "Capitalized" }
        return name
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Replaces symbols by words.
    ///
    /// - Parameter all: Whether to replace all symbols; otherwise those that are no separators: a sign or comparison at
    ///   the start, `#` after a letter, `%` and `&`.
    private static func spelled(_ text: String, all: Bool) -> String {
        // Most values have no symbol, or only separators behind a letter or digit.
        let isPlain = text.utf8.first.map(isLetterOrDigit) ?? true
        let separators = all || !isPlain ? "" : "_-. /"
        guard text.utf8.contains(where: { $0 < 0x80 && !isLetterOrDigit($0) && !separators.utf8.contains($0) }) else {
            return text
        }
        // In capitals if the text is, so that it remains a text in capitals.
        let isUppercase = text == text.uppercased() && text != text.lowercased()
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            let pair = String(rest.prefix(2))
            var word: String?
            var length = 1
            if let name = pairs[pair], all || result.isEmpty {
                (word, length) = (name, 2)
            } else if let name = symbols[character] {
                word = all || isMeaningful(character, after: result, before: rest.dropFirst()) ? name : nil
            }
            if let word {
                result += " " + (isUppercase ? word.uppercased() : word) + " "
            } else {
                result.append(character)
            }
            rest = rest.dropFirst(length)
        }
        return result
    }

    private static func isMeaningful(_ symbol: Character, after start: String, before rest: Substring) -> Bool {
        switch symbol {
        case "%", "&": true
        case "#": start.last?.isLetter == true && rest.first?.isLetter != true
        case "-": start.isEmpty && rest.first?.isLetter == true
        case "<": start.isEmpty && !rest.contains(">")
        case ">", "=", "!": start.isEmpty
        default: false
        }
    }

    private static let pairs: [String: String] = [
        "<=": "less than or equal", ">=": "greater than or equal", "!=": "not equal", "<>": "not equal to",
        "==": "is equal",
    ]

    private static let symbols: [Character: String] = [
        "<": "less than", ">": "greater than", "=": "equals", "!": "not", "+": "plus", "-": "minus", "#": "sharp",
        "%": "percent", "&": "and", "*": "asterisk", "/": "slash", "\\": "backslash", "|": "pipe", "~": "tilde",
        "^": "caret", "@": "at", "$": "dollar", "?": "question mark", ".": "dot", ",": "comma", ":": "colon",
        ";": "semicolon", "_": "underscore", " ": "space", "\"": "quote", "'": "apostrophe", "`": "backtick",
        "(": "left parenthesis", ")": "right parenthesis", "[": "left bracket", "]": "right bracket",
        "{": "left brace", "}": "right brace", "\t": "tab", "\n": "newline",
    ]
}

extension String {
    /// The text with its first letter in upper case and all others in lower case.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
