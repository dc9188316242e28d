/// Turns any string of a document into a Swift name.
///
/// The rules depend on the string alone, so a name never changes because something else was added:
/// words are split at punctuation and where the case changes, initialisms are written as the
/// Swift API Design Guidelines ask (`workerId` is `workerID`), `+` and a sign before a digit become words,
/// letters of any script stay, and what Swift has no place for is written as its code point.
package enum SwiftName {
    /// A name for a property, parameter, function or case: `created_at` is `createdAt`.
    package static func member(_ text: String) -> String {
        if isLowercaseWord(text) { return unusableMembers.contains(text) ? text + "Value" : text }
        let words = WordSplitter(text)
        guard !words.isEmpty else { return text.isEmpty ? "empty" : "unnamed" }
        var builder = NameBuilder(capacity: text.utf8.count)
        words.forEach { number, word in
            // A first word such as `OAuth2` or `URLs` goes down as a whole.
            if number == 0 { builder.appendLowercased(word) } else { builder.appendCapitalized(word) }
        }
        let name = startingWithLetter(shortened(builder.name))
        return unusableMembers.contains(name) ? name + "Value" : name
    }

    /// A name for a type: `worker-file` is `WorkerFile`.
    package static func type(_ text: String) -> String {
        if isTypeName(text) { return text }
        let words = WordSplitter(text)
        guard !words.isEmpty else { return text.isEmpty ? "Empty" : "Unnamed" }
        var builder = NameBuilder(capacity: text.utf8.count)
        words.forEach { builder.appendCapitalized($1) }
        return startingWithLetter(shortened(builder.name))
    }

    /// No line of source has room for more; of two that are the same so far, the second gets a number.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 120 else { return name }
        return String(String.UnicodeScalarView(name.unicodeScalars.prefix(80)))
    }

    /// What the client of a module is called: `Handinger` has `HandingerClient`.
    package static func client(ofModule module: String) -> String {
        type(module) + "Client"
    }

    /// A name for a type inside another: also where the script has no capitals, it is not that of a property.
    package static func nestedType(_ text: String) -> String {
        let name = type(text)
        guard let first = name.unicodeScalars.first, !("A"..."Z" ~= first) else { return name }
        return first.properties.lowercaseMapping == String(first) ? name + "Type" : name
    }

    /// Puts backticks around a keyword, for a declaration or an argument label where it needs them.
    package static func declared(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// The name of one element of a list: `files` holds a `File`, `output` an `OutputItem`.
    package static func element(of plural: String) -> String {
        let name = type(plural)
        let text = name.lowercased()
        if text.count > 4, text.hasSuffix("ies") { return String(name.dropLast(3)) + "y" }
        for ending in ["sses", "shes", "ches", "xes", "zes"] where text.hasSuffix(ending) {
            return String(name.dropLast(2))
        }
        let kept = ["ss", "us", "is", "as", "ws"]
        if text.count > 3, text.hasSuffix("s"), !kept.contains(where: text.hasSuffix) {
            return String(name.dropLast())
        }
        return name + "Item"
    }

    // MARK: - Words

    /// Whether the text is one word as it stands, as very many names are.
    private static func isLowercaseWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, first >= UInt8(ascii: "a"), text.utf8.count < 80 else { return false }
        return text.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
    }

    /// Whether the text is a name of a type as it stands, as those of schemas mostly are: words of ASCII, each with one
    /// capital, none of which may be an initialism.
    private static func isTypeName(_ text: String) -> Bool {
        text.utf8.count <= 80
            && text.utf8.withContiguousStorageIfAvailable { letters in
                var start = 0
                for (index, letter) in letters.enumerated() {
                    switch letter {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                        guard index > 0 else { return false }
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                        guard index == 0 || index - start > 1 else { return false }
                        guard index == 0 || !NameBuilder.mayBeInitialism(letters[start], count: index - start) else {
                            return false
                        }
                        start = index
                    default:
                        return false
                    }
                }
                return letters.count - start > 1
                    && !NameBuilder.mayBeInitialism(letters[start], count: letters.count - start)
            } == true
    }

    package static func words(of text: String) -> [String] { WordSplitter(text).words }

    private static func startingWithLetter(_ name: String) -> String {
        guard let first = name.unicodeScalars.first, !WordSplitter.isLetter(first), !first.properties.isXIDStart else {
            return name
        }
        return "_" + name
    }

    // MARK: - Lists

    /// Names that Swift gives a meaning of its own in a member's place, or that every value has already.
    private static let unusableMembers = WordList([
        "self", "Type", "Protocol", "await", "inout", "let", "var", "init", "deinit", "subscript", "hashValue",
        "encode", "none", "some",
        "_",
    ])

    private static let keywords = WordList([
        "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
        "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard",
        "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
        "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript",
        "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ])
}
