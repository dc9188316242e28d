/// A path template of the document, such as `/api/workers/{workerId}/files/{filePath}`.
///
/// The segments of a path are split before they are decoded, so `%2F` is a slash in a value and never a separator. A
/// variable matches one nonempty segment. If the name of the last variable ends in `path`, it matches all remaining
/// segments, because OpenAPI cannot express that.
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

    /// The values of the variables; nil if the path does not match.
    ///
    /// - Parameter path: The decoded segments of a path.
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
