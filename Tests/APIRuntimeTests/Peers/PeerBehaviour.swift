#if os(Linux)
import Foundation
import Testing

@testable import APIRuntime

/// A way in which a server answers, and what has to come of it.
struct PeerBehaviour: Sendable, CustomTestStringConvertible {
    /// The body that a client gets.
    enum Body: Sendable {
        case empty
        /// `{"a":1}`
        case json
        /// The text that the compressed answers hold.
        case long
        /// So many bytes that follow from their position.
        case pattern(Int)

        var data: Data {
            switch self {
            case .empty: Data()
            case .json: Data(#"{"a":1}"#.utf8)
            case .long: Data((#"{"a":["# + String(repeating: "1,", count: 2_000) + "1]}").utf8)
            case .pattern(let size): Self.bytes(size)
            }
        }

        /// Bytes that follow from their position.
        static func bytes(_ size: Int) -> Data {
            let cycle = Data(0...250)
            var data = Data(capacity: size + cycle.count)
            while data.count < size { data += cycle }
            return data.prefix(size)
        }
    }

    enum Expectation: Sendable {
        /// Exactly this body.
        case body(Body)
        /// An error of one of these kinds.
        case failure(Set<APIError.Code>)
        /// What HTTP leaves open: the whole body or an error, and nothing between.
        case bodyOrFailure(Body)
        /// A response whose status is an error.
        case status(Int)
    }

    /// The path that names the behaviour.
    var path: String
    var expected: Expectation

    var testDescription: String { path }

    init(_ path: String, _ expected: Expectation) {
        (self.path, self.expected) = (path, expected)
    }

    /// Behaviours that share an expectation.
    static func all(_ expected: Expectation, _ paths: [String]) -> [PeerBehaviour] {
        paths.map { PeerBehaviour($0, expected) }
    }
}

extension Set<APIError.Code> {
    /// The connection was lost, or the response broke off.
    static let lost: Self = [.connection]
    /// It is no valid response.
    static let malformed: Self = [.responseValidation]
    /// It is larger than the limits.
    static let tooLarge: Self = [.limitExceeded]
    /// One of those: which one is a matter of taste.
    static let broken: Self = [.connection, .responseValidation]
    static let refused: Self = [.limitExceeded, .responseValidation, .connection]
}

extension PeerBehaviour {
    /// What a call came to.
    enum Outcome: Sendable {
        case body(Data)
        case failure(APIError)

        init(_ call: () async throws -> Data) async throws {
            do {
                self = .body(try await call())
            } catch let error as APIError {
                self = .failure(error)
            }
        }
    }

    /// Checks what a call came to.
    ///
    /// - Parameters:
    ///   - requests: How many requests the server has seen.
    ///   - isRetried: Whether the call may be made again after a failure.
    func check(_ outcome: Outcome, requests: Int, isRetried: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        switch (outcome, expected) {
        case (.body(let data), .body(let body)), (.body(let data), .bodyOrFailure(let body)):
            let expected = body.data
            #expect(data == expected, "other bytes", sourceLocation: sourceLocation)
            #expect(requests == 1, sourceLocation: sourceLocation)
        case (.body(let data), _):
            let text = String(decoding: data.prefix(100), as: UTF8.self)
            Issue.record("taken for a success of \(data.count) bytes: \(text)", sourceLocation: sourceLocation)
        case (.failure(let error), .failure(let codes)):
            #expect(codes.contains(error.code), "\(error)", sourceLocation: sourceLocation)
            checkRetries(error, requests, isRetried, sourceLocation)
        case (.failure(let error), .bodyOrFailure):
            #expect(Set.refused.contains(error.code), "\(error)", sourceLocation: sourceLocation)
            checkRetries(error, requests, isRetried, sourceLocation)
        case (.failure(let error), .status(let status)):
            #expect(error.status?.code == status, "\(error)", sourceLocation: sourceLocation)
        case (.failure(let error), .body):
            Issue.record("\(error)", sourceLocation: sourceLocation)
        }
    }

    /// A lost connection is tried again where that does no harm; what is only wrong or too large may be, or not.
    private func checkRetries(_ error: APIError, _ requests: Int, _ isRetried: Bool, _ location: SourceLocation) {
        if error.code == .connection {
            #expect(requests == (isRetried ? 3 : 1), "\(error)", sourceLocation: location)
        }
        let most = isRetried && error.code != .limitExceeded ? 2 : 0
        #expect(error.retries <= most, "\(error)", sourceLocation: location)
        // A server that is busy with the first request sees the next one late.
        #expect((1...error.retries + 1).contains(requests), "\(error)", sourceLocation: location)
    }
}
#endif
