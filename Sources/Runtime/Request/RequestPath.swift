/// The path of an operation with its parameter values.
///
/// ```swift
/// let path: RequestPath = "/api/workers/\(workerID, name: "workerID")/email"
/// ```
///
/// Each value is percent-encoded, so that it stays within its segment. Building the request throws if a segment is empty
/// or becomes `.` or `..` in any encoding, because servers and proxies would resolve it to another path.
public struct RequestPath: Sendable, ExpressibleByStringInterpolation {
    /// The percent-encoded path, or an `APIError`. `any Error` keeps every value that holds a path small.
    private let template: Result<String, any Error>

    /// Creates a path without parameters. It may contain a query and escapes.
    public init(stringLiteral value: String) {
        template = .success(PercentEncoding.template.encode(Self.withoutFragment(value)))
    }

    /// Creates a path with parameters.
    public init(stringInterpolation: StringInterpolation) {
        if let problem = stringInterpolation.problem {
            template = .failure(problem)
        } else {
            template = .success(Self.withoutFragment(stringInterpolation.text))
        }
    }

    /// Creates a path from a string. It may contain a query and escapes.
    public init(_ text: String) {
        self.init(stringLiteral: text)
    }

    /// Returns the encoded path and the query in it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest``.
    func render() throws -> (path: String, query: String?) {
        let text = try template.get()
        // Most paths have neither a query nor a segment that could consist of dots.
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") })
        {
            return (text, nil)
        }
        let parts = text.split(atByte: "?", maxSplits: 1)
        let path = String(parts[0])
        for segment in path.pieces(betweenBytes: "/") where Self.isDotSegment(segment) {
            throw APIError(
                .invalidRequest,
                "The path '\(path)' has the segment '\(segment)', which would lead to another path. "
                    + "Pass a value that is not made of dots."
            )
        }
        return (path, parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil)
    }

    private static func withoutFragment(_ text: String) -> String {
        String(text.prefix(beforeByteIn: "#"))
    }

    private static func isDotSegment(_ segment: Substring) -> Bool {
        guard segment.utf8.count <= 6 else { return false }
        let plain = segment.lowercased().replacing(bytes: [("%2e", ".")])
        return plain == "." || plain == ".."
    }
}

extension RequestPath {
    /// Collects the literals and the parameter values of a path.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var problem: (any Error)?
        private var isInQuery = false

        /// Reserves capacity for a path.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Appends a literal of the template.
        public mutating func appendLiteral(_ literal: String) {
            if literal.contains(byte: "?") { isInQuery = true }
            let head = literal.split(atByte: "#", maxSplits: 1)
            text += head.map { PercentEncoding.template.encode(String($0)) }.joined(separator: "#")
        }

        /// Appends a parameter value.
        ///
        /// - Parameters:
        ///   - value: The value.
        ///   - name: The name, for error messages and for ``ParameterStyle/matrix``.
        ///   - style: ``ParameterStyle/simple``, ``ParameterStyle/label`` or ``ParameterStyle/matrix``.
        ///   - explode: Whether the style's form for `explode: true` is used.
        public mutating func appendInterpolation(
            _ value: some Encodable,
            name: String,
            style: ParameterStyle = .simple,
            explode: Bool = false
        ) {
            guard problem == nil else { return }
            do {
                let encoded = try JSONTree(encoding: value)
                // Separators of the style must be escaped within values.
                let isPlain = !isInQuery && style != .matrix && encoded.scalarText != nil
                let encoding: PercentEncoding = isPlain ? .pathValue : .queryValue
                let isEmpty = encoded.text(named: name, style: .simple, explode: explode) { $0 }?.isEmpty ?? true
                // In the style `matrix` the name makes the segment: `;name`.
                if isEmpty, style != .matrix || encoded.scalarText == nil {
                    problem = APIError(
                        .invalidRequest,
                        "Expected a non-empty value for \(name) but received '\(encoded.scalarText ?? "")'"
                    )
                } else if let piece = encoded.text(named: name, style: style, explode: explode, encode: encoding.encode)
                {
                    text += piece
                }
            } catch {
                problem = APIError(
                    .invalidRequest,
                    "The value for \(name) cannot be written into a path.",
                    cause: error
                )
            }
        }
    }
}
