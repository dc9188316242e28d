/// Turns any string of a document into a Swift name.
///
/// The rules depend on the string alone, so a name never changes because something else was added:
/// words are split at punctuation and where the case changes, initialisms are written as the
/// Swift API Design Guidelines ask (`workerId` is `workerID`), `+` and a sign before a digit become words,
/// letters of any script stay, and what Swift has no place for is written as its code point.
package enum SwiftName {
    /// A name for a property, parameter, function or case: `created_at` is `createdAt`.
    package static func member(_ text: String) -> String {
        let words = words(of: text)
        guard let first = words.first else { return text.isEmpty ? "empty" : "unnamed" }
        // A first word such as `OAuth2` or `URLs` goes down as a whole.
        var name = first.lowercased()
        for word in words.dropFirst() { appendCapitalized(word, to: &name) }
        name = startingWithLetter(shortened(name))
        return unusableMembers.contains(name) ? name + "Value" : name
    }

    /// A name for a type: `worker-file` is `WorkerFile`.
    package static func type(_ text: String) -> String {
        let words = words(of: text)
        guard !words.isEmpty else { return text.isEmpty ? "Empty" : "Unnamed" }
        var name = ""
        for word in words { appendCapitalized(word, to: &name) }
        return startingWithLetter(shortened(name))
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
        guard let first = name.unicodeScalars.first else { return name }
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

    package static func words(of text: String) -> [String] {
        var splitter = WordSplitter(text)
        var previous: Unicode.Scalar?
        var rest = text.unicodeScalars.makeIterator()
        var current = rest.next()
        while let scalar = current {
            let next = rest.next()
            splitter.take(scalar, after: previous, before: next)
            (previous, current) = (scalar, next)
        }
        let words = splitter.finish()
        guard words.count < 2 || text.unicodeScalars.contains(where: { $0.isLower }) else {
            return words.map { $0.lowercased() }  // SCREAMING_CASE
        }
        return words
    }

    private static func appendCapitalized(_ word: String, to name: inout String) {
        if word.utf8.count <= longestInitialism {
            let lower = word.lowercased()
            if initialisms.contains(lower) {
                name += lower.uppercased()
                return
            }
            if pluralInitialisms.contains(lower) {
                name += lower.dropLast().uppercased() + "s"
                return
            }
        }
        let bytes = word.utf8.prefix(2)
        if let first = bytes.first, bytes.allSatisfy({ $0 < 0x80 }) {
            let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= first
            name.unicodeScalars.append(Unicode.Scalar(isLower ? first - 0x20 : first))
            name += Substring(word.utf8.dropFirst())
        } else if let first = word.first {
            name += first.uppercased() + word.dropFirst()
        }
    }

    private static func startingWithLetter(_ name: String) -> String {
        guard let first = name.unicodeScalars.first, !first.isLower, !first.isUpper, !first.properties.isXIDStart else {
            return name
        }
        return "_" + name
    }

    // MARK: - Lists

    private static let initialisms: Set<String> = [
        "api", "ascii", "cpu", "css", "csv", "dns", "eof", "eur", "gif", "gpu", "guid", "html", "http", "https", "id",
        "ip", "jpeg", "json", "jwt", "mime", "os", "pdf", "png", "ram", "rpc", "sdk", "sha", "sms", "sql", "sse",
        "ssh", "ssl", "svg", "tcp", "tls", "ttl", "udp", "ui", "uri", "url", "usd", "utc", "utf", "uuid", "vm", "xml",
        "yaml",
    ]

    /// In bytes, with those of several.
    private static let longestInitialism = 5

    private static let pluralInitialisms: Set<String> = [
        "apis", "cpus", "gpus", "ids", "ips", "pdfs", "sdks", "uris", "urls", "uuids", "vms",
    ]

    /// Names that Swift gives a meaning of its own in a member's place, or that every value has already.
    private static let unusableMembers: Set<String> = [
        "self", "Type", "Protocol", "await", "inout", "let", "var", "init", "deinit", "subscript", "hashValue", "hash",
        "encode", "none", "some",
        "_",
    ]

    private static let keywords: Set<String> = [
        "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
        "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard",
        "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
        "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript",
        "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}

// Nearly all names are ASCII, and the tables of Unicode are slow to ask.
extension Unicode.Scalar {
    fileprivate var isUpper: Bool { isASCII ? "A"..."Z" ~= self : properties.isUppercase }
    fileprivate var isLower: Bool { isASCII ? "a"..."z" ~= self : properties.isLowercase }
}

/// Splits an identifier of any convention into words.
private struct WordSplitter {
    private let utf8: [UInt8]
    private var words: [String] = []
    /// The bytes of the word that is being read, and where the text goes on.
    private var wordStart = 0
    private var offset = 0

    init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    mutating func take(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?) {
        let end = offset + (scalar.isASCII ? 1 : UTF8.width(scalar))
        defer { offset = end }
        if isWordCharacter(scalar) {
            if isBoundary(previous, scalar, next) { flush() }
            return
        }
        flush()
        wordStart = end
        let isSign = scalar == "-" && isDigit(next) && !isWordCharacter(previous)
        if scalar == "+" || isSign {
            words.append(scalar == "+" ? "plus" : "minus")
        } else if !scalar.isASCII, !scalar.properties.isWhitespace, !isInvisible(scalar) {
            words.append("u" + String(scalar.value, radix: 16, uppercase: true))
        }
    }

    mutating func finish() -> [String] {
        flush()
        return words
    }

    private mutating func flush() {
        if wordStart < offset { words.append(String(decoding: utf8[wordStart..<offset], as: UTF8.self)) }
        wordStart = offset
    }

    /// `aB` and the last capital of `ABc` start a word.
    private func isBoundary(_ previous: Unicode.Scalar?, _ scalar: Unicode.Scalar, _ next: Unicode.Scalar?) -> Bool {
        guard let previous, scalar.isUpper else { return false }
        if previous.isLower || isDigit(previous) { return true }
        return previous.isUpper && next?.isLower == true
            && !(next == "s" && offset - wordStart > 1)
    }

    private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { "0"..."9" ~= $0 } ?? false
    }

    private func isWordCharacter(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, scalar != "_" else { return false }
        if scalar.isASCII { return isDigit(scalar) || scalar.isUpper || scalar.isLower }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            return scalar.properties.isXIDContinue
        default:
            return false
        }
    }

    private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .enclosingMark: true
        default: scalar.properties.isVariationSelector
        }
    }
}
