/// The first component of a path, up to a dot or a pipe.
struct GJSONComponent {
    /// The separator after a component and the rest of the path.
    enum Next {
        case end
        /// Continues inside the value, or inside each of several values.
        case dot(GJSONPath.Rest)
        /// Continues with the result as a whole.
        case pipe(GJSONPath.Rest)

        var pipe: GJSONPath.Rest? { if case .pipe(let rest) = self { rest } else { nil } }

        /// - Parameter rest: The rest of the path, which begins with the separator.
        init(_ rest: GJSONPath.Rest) {
            switch rest.first {
            case UInt8(ascii: "."): self = .dot(rest.dropFirst())
            case UInt8(ascii: "|"): self = .pipe(rest.dropFirst())
            default: self = .end
            }
        }
    }

    let pattern: GJSONPattern
    /// The component as an array index; nil if it is not a number.
    let index: Int?
    let next: Next

    init(_ path: GJSONPath.Rest) {
        var end = path.startIndex
        while end < path.endIndex, path[end] != UInt8(ascii: "."), path[end] != UInt8(ascii: "|") {
            end += path[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        end = min(end, path.endIndex)
        let text = path[..<end]
        pattern = GJSONPattern(String(decoding: text, as: UTF8.self))
        let isNumber = text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        index = isNumber ? Int(String(decoding: text, as: UTF8.self)) : nil
        let next = Next(path[end...])
        // Modifiers and selections apply to the whole result, even after a dot.
        if case .dot(let rest) = next, Self.makesValue(rest) { self.next = .pipe(rest) } else { self.next = next }
    }

    private static func makesValue(_ path: GJSONPath.Rest) -> Bool {
        switch path.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): true
        case UInt8(ascii: "@"): GJSONModifier(path) != nil
        default: false
        }
    }

    // MARK: - Scanning

    /// The offset after the closing bracket of a path that begins with a bracket; nil if it is unclosed.
    ///
    /// Brackets in quotation marks and escaped characters do not count.
    static func endOfBrackets(_ path: GJSONPath.Rest) -> Int? {
        var depth = 0
        var position = path.startIndex
        while position < path.endIndex {
            switch path[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\""):
                guard let end = endOfString(path[position...]) else { return nil }
                position = end - 1
            default: break
            }
            position += 1
            if depth == 0 { return min(position, path.endIndex) }
        }
        return nil
    }

    /// The offset after the closing quotation mark of a path that begins with one; nil if it is unclosed.
    static func endOfString(_ path: GJSONPath.Rest) -> Int? {
        var position = path.startIndex + 1
        while position < path.endIndex {
            if path[position] == UInt8(ascii: "\"") { return position + 1 }
            position += path[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// Splits a path at the first pipe: the first part applies to each of several values, the rest to all of them.
    static func splitAtPipe(_ path: GJSONPath.Rest) -> (each: GJSONPath.Rest, pipe: GJSONPath.Rest?) {
        var position = path.startIndex
        var startsComponent = true
        while position < path.endIndex {
            let byte = path[position]
            if byte == UInt8(ascii: "|") { return (path[..<position], path[(position + 1)...]) }
            if startsComponent {
                startsComponent = false
                if let end = endOfGroup(path[position...]) {
                    position = end
                    continue
                }
            }
            if byte == UInt8(ascii: "\\") { position += 1 }
            startsComponent = byte == UInt8(ascii: ".")
            position += 1
        }
        return (path, nil)
    }

    /// The end of a component in which a pipe is not a separator.
    private static func endOfGroup(_ path: GJSONPath.Rest) -> Int? {
        switch path.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): endOfBrackets(path)
        case UInt8(ascii: "#"): GJSONQuery(path)?.end
        case UInt8(ascii: "@"): GJSONModifier(path)?.rest.startIndex
        default: nil
        }
    }
}

/// A name with wildcards: `*` for any characters, `?` for one character, and a backslash to escape a character.
struct GJSONPattern: Sendable {
    private enum Token: Equatable {
        case scalar(Unicode.Scalar)
        case anyScalar
        case anyScalars
    }

    private var tokens: [Token] = []

    init(_ text: String) {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "*" where !isEscaped:
                if tokens.last != .anyScalars { tokens.append(.anyScalars) }
            case "?" where !isEscaped: tokens.append(.anyScalar)
            default: tokens.append(.scalar(scalar))
            }
            isEscaped = false
        }
    }

    /// The name without backslashes; wildcards stay as they are.
    var name: String {
        var name = String.UnicodeScalarView()
        for token in tokens {
            switch token {
            case .scalar(let scalar): name.append(scalar)
            case .anyScalar: name.append("?")
            case .anyScalars: name.append("*")
            }
        }
        return String(name)
    }

    /// Whether the pattern matches the whole text.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var (position, index) = (0, 0)
        // The last `*` and the end of the text that it matches so far, for backtracking.
        var star: (index: Int, position: Int)?
        while position < scalars.count {
            if index < tokens.count, tokens[index] == .anyScalars {
                star = (index, position)
                index += 1
            } else if index < tokens.count, tokens[index] == .anyScalar || tokens[index] == .scalar(scalars[position]) {
                index += 1
                position += 1
            } else if let last = star {
                star = (last.index, last.position + 1)
                index = last.index + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return tokens[index...].allSatisfy { $0 == .anyScalars }
    }
}
