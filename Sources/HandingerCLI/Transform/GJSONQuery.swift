import APIRuntime

/// A query for array elements: `#(age>45)` for the first match, `#(age>45)#` for all.
struct GJSONQuery {
    private enum Operator: String, CaseIterable {
        // Longer operators come first, because the first prefix match wins.
        case notEqual = "!="
        case notLike = "!%"
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case equal = "=="
        case equalShort = "="
        case less = "<"
        case greater = ">"
        case like = "%"
    }

    private let path: GJSONPath.Rest
    private let comparison: Operator?
    /// The right-hand side without quotation marks.
    private let operand: String

    let wantsAll: Bool
    /// The offset after the query.
    let end: Int
    let next: GJSONComponent.Next

    /// Parses a query; nil if no bracket follows.
    ///
    /// - Parameter text: The path, which begins with `#`.
    init?(_ text: GJSONPath.Rest) {
        let brackets = text.dropFirst()
        guard brackets.first == UInt8(ascii: "(") || brackets.first == UInt8(ascii: "["),
            let close = GJSONComponent.endOfBrackets(brackets)
        else { return nil }
        let inside = brackets[(brackets.startIndex + 1)..<(close - 1)]
        let start = Self.startOfOperator(in: inside)
        path = Self.trimmed(inside[..<start])
        let right = String(decoding: inside[start...], as: UTF8.self)
        comparison = Operator.allCases.first { right.hasPrefix(bytes: $0.rawValue) }
        operand = Self.operand(right.dropping(prefix: comparison?.rawValue ?? "") ?? right[...])

        wantsAll = text[close...].first == UInt8(ascii: "#")
        end = wantsAll ? close + 1 : close
        next = GJSONComponent.Next(text[end...])
    }

    /// The offset of the operator outside nested brackets; the end if there is none.
    private static func startOfOperator(in text: GJSONPath.Rest) -> Int {
        var position = text.startIndex
        while position < text.endIndex {
            switch text[position] {
            case UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "%"):
                return position
            case UInt8(ascii: "\\"): position += 2
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                position = GJSONComponent.endOfBrackets(text[position...]) ?? text.endIndex
            case UInt8(ascii: "\""): position = GJSONComponent.endOfString(text[position...]) ?? text.endIndex
            default: position += 1
            }
        }
        return text.endIndex
    }

    private static func trimmed(_ text: GJSONPath.Rest) -> GJSONPath.Rest {
        var text = text
        while let first = text.first, first <= 0x20 { text.removeFirst() }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        return text
    }

    private static func operand(_ text: Substring) -> String {
        let text = String(text.trimmingWhitespace)
        guard text.utf8.count >= 2, text.hasPrefix(bytes: "\""), text.hasSuffix(bytes: "\"") else { return text }
        if case .string(let value, _) = try? JSONTree(parsing: Array(text.utf8)) { return value }
        // An escape that is invalid in JSON belongs to a pattern.
        return String(Substring(text.utf8.dropFirst().dropLast()))
    }

    // MARK: - Matching

    func matches(_ element: JSONTree) -> Bool {
        var value: JSONTree? = element
        if element.isContainer {
            value = path.isEmpty && comparison == nil ? nil : GJSONPath.value(in: element, path)
        } else if !path.isEmpty {
            return false
        }
        if let word = operand.dropping(prefix: "~") {
            guard let truth = Self.truth(of: value, word) else { return false }
            return Self.compare(truth, "true", comparison)
        }
        guard let value else { return false }
        guard let comparison else { return true }
        switch value {
        case .string(let text, _): return Self.compare(text, operand, comparison)
        case .number(let text): return Self.compare(Double(text) ?? 0, Double(operand) ?? 0, comparison)
        case .bool(let value): return Self.compare(value, operand, comparison)
        case .null, .array, .object: return false
        }
    }

    /// The result of the `~` operators: whether a value is truthy, falsy, null or present; nil for an unknown word.
    private static func truth(of value: JSONTree?, _ word: Substring) -> Bool? {
        switch word {
        case "*": value != nil
        case "null": value == nil || value == .null
        case "true": truth(of: value ?? .null) ?? false
        case "false": truth(of: value ?? .null).map { !$0 } ?? false
        default: nil
        }
    }

    /// Whether a value is truthy; nil if it is neither truthy nor falsy, such as an array.
    private static func truth(of value: JSONTree) -> Bool? {
        switch value {
        case .null: false
        case .bool(let value): value
        case .number(let text): Double(text) != 0
        case .string(let text, _):
            switch text.lowercased() {
            case "1", "t", "true": true
            case "0", "f", "false": false
            default: nil
            }
        case .array, .object: nil
        }
    }

    private static func compare(_ left: String, _ right: String, _ comparison: Operator) -> Bool {
        switch comparison {
        case .like: GJSONPattern(right).matches(left)
        case .notLike: !GJSONPattern(right).matches(left)
        // Compare bytes: Swift's `==` treats canonically equivalent strings as equal.
        default: order(left.utf8.lexicographicallyPrecedes(right.utf8), left.utf8.elementsEqual(right.utf8), comparison)
        }
    }

    private static func compare(_ left: Double, _ right: Double, _ comparison: Operator) -> Bool {
        order(left < right, left == right, comparison)
    }

    /// Compares a boolean; false is less than true.
    private static func compare(_ left: Bool, _ right: String, _ comparison: Operator?) -> Bool {
        switch comparison {
        case .equal, .equalShort: right == String(left)
        case .notEqual: right != String(left)
        case .less: !left && right == "true"
        case .greater: left && right == "false"
        case .lessOrEqual: !left
        case .greaterOrEqual: left
        case nil: left
        case .like, .notLike: false
        }
    }

    private static func order(_ isLess: Bool, _ isEqual: Bool, _ comparison: Operator) -> Bool {
        switch comparison {
        case .equal, .equalShort: isEqual
        case .notEqual: !isEqual
        case .less: isLess
        case .lessOrEqual: isLess || isEqual
        case .greater: !isLess && !isEqual
        case .greaterOrEqual: !isLess
        case .like, .notLike: false
        }
    }
}
