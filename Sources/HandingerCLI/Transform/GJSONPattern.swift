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
