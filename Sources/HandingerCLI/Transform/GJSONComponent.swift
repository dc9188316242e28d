/// The first component of a path, up to a dot or a pipe.
struct GJSONComponent {
    /// What stands behind a component.
    enum Next {
        case end
        /// Goes on inside the value, or inside each where there are several.
        case dot(GJSONPath.Rest)
        /// Goes on with the whole of what was found.
        case pipe(GJSONPath.Rest)

        var pipe: GJSONPath.Rest? { if case .pipe(let rest) = self { rest } else { nil } }

        /// - Parameter rest: Begins with the separator.
        init(_ rest: GJSONPath.Rest) {
            switch rest.first {
            case UInt8(ascii: "."): self = .dot(rest.dropFirst())
            case UInt8(ascii: "|"): self = .pipe(rest.dropFirst())
            default: self = .end
            }
        }
    }

    let pattern: GJSONPattern
    /// The number that the component is, of an element of an array.
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
        // What makes a new value is made of the whole, also behind a dot.
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

    /// Where the brackets that a path begins with are closed: the position behind them, nil if they are not.
    ///
    /// Brackets in quotation marks do not count, nor what stands behind a backslash.
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

    /// Where the string that a path begins with is closed: the position behind it.
    static func endOfString(_ path: GJSONPath.Rest) -> Int? {
        var position = path.startIndex + 1
        while position < path.endIndex {
            if path[position] == UInt8(ascii: "\"") { return position + 1 }
            position += path[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// Divides a path that is followed for each of several values from the one that is followed for all of them.
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

    /// Where a component ends in which pipes do not count.
    private static func endOfGroup(_ path: GJSONPath.Rest) -> Int? {
        switch path.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): endOfBrackets(path)
        case UInt8(ascii: "#"): GJSONQuery(path)?.end
        case UInt8(ascii: "@"): GJSONModifier(path)?.rest.startIndex
        default: nil
        }
    }
}
