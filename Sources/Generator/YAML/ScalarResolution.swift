internal import HandingerGeneratorDiagnostics

/// Resolves plain scalars by the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2).
enum ScalarResolution {
    /// Resolves an untagged plain scalar: null, a boolean, a number, or else a string.
    static func resolve(_ text: String) -> Node.Value {
        guard mayBeOther(text) else { return .string(text) }
        if isNull(text) { return .null }
        return boolean(text) ?? integer(text) ?? float(text) ?? .string(text)
    }

    /// Resolves a scalar with a core tag.
    ///
    /// - Parameter tag: The tag without its prefix `tag:yaml.org,2002:`.
    /// - Returns: nil if the text is no value of that type.
    static func resolve(_ text: String, as tag: Substring) -> Node.Value? {
        switch tag {
        case "null": isNull(text) ? .null : nil
        case "bool": boolean(text)
        case "int": integer(text)
        case "float": float(text) ?? integer(text)
        default: .string(text)
        }
    }

    /// Rules out everything but strings by the first byte, which suffices for most scalars.
    private static func mayBeOther(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return true
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
            UInt8(ascii: "F"), UInt8(ascii: "~"):
            return text.utf8.count <= 5
        default: return false
        }
    }

    private static func isNull(_ text: String) -> Bool {
        text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
    }

    private static func boolean(_ text: String) -> Node.Value? {
        switch text {
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: nil
        }
    }

    private static func integer(_ text: String) -> Node.Value? {
        let utf8 = text.utf8
        if utf8.first == UInt8(ascii: "0"), utf8.count > 2, let mark = utf8.dropFirst().first {
            let radix = mark == UInt8(ascii: "x") ? 16 : mark == UInt8(ascii: "o") ? 8 : 0
            if radix != 0 { return integer(digits: utf8.dropFirst(2), radix: radix, text: text) }
        }
        let digits = utf8.first == UInt8(ascii: "-") || utf8.first == UInt8(ascii: "+") ? utf8.dropFirst() : utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Int(text).map { .integer($0) } ?? .number(Double(text) ?? .infinity, text: text)
    }

    private static func integer(digits: Substring.UTF8View, radix: Int, text: String) -> Node.Value? {
        var value = 0.0
        for byte in digits {
            guard let digit = hexadecimalValue(of: byte), digit < radix else { return nil }
            value = value * Double(radix) + Double(digit)
        }
        return Int(Substring(digits), radix: radix).map { .integer($0) } ?? .number(value, text: text)
    }

    private static func float(_ text: String) -> Node.Value? {
        guard text.utf8.allSatisfy(mayBeInFloat) else { return nil }
        switch text {
        case ".nan", ".NaN", ".NAN": return .number(.nan, text: text)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity, text: text)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity, text: text)
        default: break
        }
        guard isFloat(text.utf8) else { return nil }
        return Double(text).map { .number($0, text: text) }
    }

    /// Rules out versions, dates, times and the like.
    private static func mayBeInFloat(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        case UInt8(ascii: "e"), UInt8(ascii: "E"): true
        default: ".infaINFA".utf8.contains(byte)
        }
    }

    /// Matches `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
    private static func isFloat(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func skipSign() {
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        }
        func skipDigits() -> Int {
            let digits = rest.prefix(while: isDigit)
            rest = rest[digits.endIndex...]
            return digits.count
        }
        skipSign()
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign()
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
