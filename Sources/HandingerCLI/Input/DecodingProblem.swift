/// The path and reason of a decoding error, for messages.
struct DecodingProblem {
    /// The names and indices, outermost first.
    let path: [String]
    let reason: String

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            path = Self.path(context)
            reason = "\"\(key.stringValue)\" is missing"
        case .valueNotFound(_, let context):
            path = Self.path(context)
            reason = "must not be null"
        case .typeMismatch(let type, let context):
            path = Self.path(context)
            reason = "must be \(Self.name(of: type))"
        case .dataCorrupted(let context):
            path = Self.path(context)
            reason = context.debugDescription
        @unknown default:
            path = []
            reason = "does not fit"
        }
    }

    private static func path(_ context: DecodingError.Context) -> [String] {
        context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string; put it in quotes"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [Any].Type: "a list"
        default: "a map"
        }
    }
}
