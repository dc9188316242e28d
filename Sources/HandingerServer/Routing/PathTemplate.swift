/// A path of the document with its variables, such as `/api/workers/{workerId}/files/{filePath}`.
///
/// A path is matched as it was sent and decoded afterwards, segment by segment: `%2F` in a segment is a slash of its
/// value and never a separator. A variable stands for one segment that is not empty. A last variable named `path` or
/// `…Path` takes all the segments that are left, because OpenAPI has no way to say so.
struct PathTemplate: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case variable(String)
    }

    private let segments: [Segment]
    private let takesRest: Bool

    init(_ template: String) {
        segments = template.split(separator: "/").map { segment in
            if segment.hasPrefix("{") && segment.hasSuffix("}") {
                .variable(String(segment.dropFirst().dropLast()))
            } else {
                .literal(String(segment))
            }
        }
        if case .variable(let name) = segments.last {
            takesRest = name.lowercased().hasSuffix("path")
        } else {
            takesRest = false
        }
    }

    /// The values of the variables, or nil if this is another path.
    ///
    /// - Parameter path: The segments of a path, decoded.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count || (takesRest && path.count > segments.count) else { return nil }
        var values: [String: String] = [:]
        for (index, segment) in segments.enumerated() {
            switch segment {
            case .literal(let text):
                guard path[index] == text else { return nil }
            case .variable(let name):
                let isLast = index == segments.count - 1
                let value = isLast ? path[index...].joined(separator: "/") : path[index]
                guard !value.isEmpty else { return nil }
                values[name] = value
            }
        }
        return values
    }
}
