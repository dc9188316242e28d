/// The path of an operation, with its parameters filled in.
///
/// ```swift
/// let path: RequestPath = "/api/workers/\(workerID, name: "workerID")/email"
/// ```
///
/// Each value is percent-encoded, so that it stays within its segment. A value that is empty, and a segment that comes
/// out as `.` or `..` in any spelling, are refused when the request is built, before anything is sent: servers and
/// proxies would take them for another path.
public struct RequestPath: Sendable, ExpressibleByStringInterpolation {
    /// The failure is an `APIError`; as `any Error` it is one word, in each of the values that hold a path.
    private let template: Result<String, any Error>

    /// A path without parameters; it may have a query and escapes of its own.
    public init(stringLiteral value: String) {
        template = .success(PercentEncoding.template.encode(Self.withoutFragment(value)))
    }

    /// A path with parameters.
    public init(stringInterpolation: StringInterpolation) {
        if let problem = stringInterpolation.problem {
            template = .failure(problem)
        } else {
            template = .success(Self.withoutFragment(stringInterpolation.text))
        }
    }

    /// A path from a variable; it may have a query and escapes of its own.
    public init(_ text: String) {
        self.init(stringLiteral: text)
    }

    /// The path, encoded, and the query that stands in it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest``.
    func render() throws -> (path: String, query: String?) {
        let text = try template.get()
        // Nothing in it that could be a query or a dot.
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
    /// Collects the literal and variable pieces of a path.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var problem: (any Error)?
        private var isInQuery = false

        /// Makes room for a path.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Adds a piece of the template.
        public mutating func appendLiteral(_ literal: String) {
            if literal.contains(byte: "?") { isInQuery = true }
            let head = literal.split(atByte: "#", maxSplits: 1)
            text += head.map { PercentEncoding.template.encode(String($0)) }.joined(separator: "#")
        }

        /// Adds a parameter.
        ///
        /// - Parameters:
        ///   - value: Its value.
        ///   - name: Its name, for messages and for ``ParameterStyle/matrix``.
        ///   - style: ``ParameterStyle/simple``, ``ParameterStyle/label`` or ``ParameterStyle/matrix``.
        ///   - explode: Whether elements are separated as the style says for `explode: true`.
        public mutating func appendInterpolation(
            _ value: some Encodable,
            name: String,
            style: ParameterStyle = .simple,
            explode: Bool = false
        ) {
            guard problem == nil else { return }
            do {
                let encoded = try EncodedValue(encoding: value)
                // What separates parts of a value must not stand in them.
                let isPlain = !isInQuery && style != .matrix && encoded.scalarText != nil
                let encoding: PercentEncoding = isPlain ? .pathValue : .queryValue
                let isEmpty = encoded.text(named: name, style: .simple, explode: explode) { $0 }?.isEmpty ?? true
                if isEmpty {
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
