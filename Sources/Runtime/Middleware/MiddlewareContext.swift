/// Facts about the call that a ``Middleware`` runs in.
public struct MiddlewareContext: Sendable {
    /// The ID of the operation, such as `workers.create`.
    public let operation: String
    /// The number of the attempt, from 1; 0 around the call.
    public let attempt: Int
    /// Whether the response is a stream or a file, so that its body must not be collected.
    public let expectsStreaming: Bool
    private let deadline: Deadline?

    init(operation: String, attempt: Int, expectsStreaming: Bool, deadline: Deadline?) {
        self.operation = operation
        self.attempt = attempt
        self.expectsStreaming = expectsStreaming
        self.deadline = deadline
    }

    /// The time left until the call's deadline: negative after it, nil without one.
    public var timeRemaining: Duration? { deadline?.remaining() }
}
