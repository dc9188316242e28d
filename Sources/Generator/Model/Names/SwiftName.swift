/// Converts any string of a document to a Swift name.
///
/// The result depends on the string alone, so that additions to a document do not change other names. Words are split
/// at punctuation and changes of case; initialisms follow the Swift API Design Guidelines (`workerId` becomes
/// `workerID`); `+` and a sign before a digit become words; letters of any script are kept, and characters that Swift
/// does not allow become their code points.
package enum SwiftName {
    /// The name of a property, parameter, function or case: `created_at` becomes `createdAt`.
    package static func member(_ text: String) -> String {
        if isLowercaseWord(text) { return unusableMembers.contains(text) ? text + "Value" : text }
        let words = WordSplitter(text)
        guard !words.isEmpty else { return text.isEmpty ? "empty" : "unnamed" }
        var builder = NameBuilder(capacity: text.utf8.count)
        words.forEach { number, word in
            // The first word is lowercased as a whole, for words such as `OAuth2` or `URLs`.
            if number == 0 { builder.appendLowercased(word) } else { builder.appendCapitalized(word) }
        }
        let name = startingWithLetter(shortened(builder.name))
        return unusableMembers.contains(name) ? name + "Value" : name
    }

    /// The name of a type: `worker-file` becomes `WorkerFile`.
    package static func type(_ text: String) -> String {
        if isTypeName(text) { return text }
        let words = WordSplitter(text)
        guard !words.isEmpty else { return text.isEmpty ? "Empty" : "Unnamed" }
        var builder = NameBuilder(capacity: text.utf8.count)
        words.forEach { builder.appendCapitalized($1) }
        return startingWithLetter(shortened(builder.name))
    }

    /// Shortens a name that is too long for a line. Of two names with the same start, the second gets a number.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 120 else { return name }
        return String(String.UnicodeScalarView(name.unicodeScalars.prefix(80)))
    }

    /// The client type of a module: `HandingerClient` for `Handinger`.
    package static func client(ofModule module: String) -> String {
        type(module) + "Client"
    }

    /// The name of a nested type, which differs from that of a property even in scripts without case.
    package static func nestedType(_ text: String) -> String {
        let name = type(text)
        guard let first = name.unicodeScalars.first, !("A"..."Z" ~= first) else { return name }
        return first.properties.lowercaseMapping == String(first) ? name + "Type" : name
    }

    /// Escapes a keyword with backticks, for a declaration or an argument label.
    package static func declared(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// The name of a list element: `File` for `files`, `OutputItem` for `output`.
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

    /// Whether the text is a single lower-case word: the fast path for many names.
    private static func isLowercaseWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, first >= UInt8(ascii: "a"), text.utf8.count < 80 else { return false }
        return text.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
    }

    /// Whether the text is a valid type name already, as most schema names are: ASCII words with one capital each,
    /// without possible initialisms.
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

    /// Member names with a special meaning in Swift, and members that every value has.
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
