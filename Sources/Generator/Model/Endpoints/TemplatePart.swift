/// A part of a path or of the URL of a server, which may contain variables in braces.
enum TemplatePart {
    case text(String)
    case variable(String)

    var variable: String? { if case .variable(let name) = self { name } else { nil } }

    static func split(_ template: String) -> [TemplatePart] {
        var parts: [TemplatePart] = []
        // By scalar: a `Character` includes combining marks after the brace.
        var rest = template.unicodeScalars[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.variable(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }
}
