#if os(Linux)
import Foundation
import Testing

@testable import APIRuntime

/// A behaviour of a server and the outcome that a call must have.
struct PeerBehaviour: Sendable, CustomTestStringConvertible {
    /// A response body.
    enum Body: Sendable {
        case empty
        /// `{"a":1}`
        case json
        /// The content of the compressed responses.
        case long
        /// A number of bytes, each determined by its position.
        case pattern(Int)

        var data: Data {
            switch self {
            case .empty: Data()
            case .json: Data(#"{"a":1}"#.utf8)
            case .long: Data((#"{"a":["# + String(repeating: "1,", count: 2_000) + "1]}").utf8)
            case .pattern(let size): Self.bytes(size)
            }
        }

        /// Bytes that are determined by their position.
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
        /// An error with one of these codes.
        case failure(Set<APIError.Code>)
        /// The complete body or an error: HTTP allows both.
        case bodyOrFailure(Body)
        /// An error response with this status.
        case status(Int)
    }

    /// The path that selects the behaviour.
    var path: String
    var expected: Expectation

    var testDescription: String { path }

    init(_ path: String, _ expected: Expectation) {
        (self.path, self.expected) = (path, expected)
    }

    /// Behaviours with the same expectation.
    static func all(_ expected: Expectation, _ paths: [String]) -> [PeerBehaviour] {
        paths.map { PeerBehaviour($0, expected) }
    }
}

extension Set<APIError.Code> {
    /// The connection was lost, or the response was cut off.
    static let lost: Self = [.connection]
    /// The response is invalid.
    static let malformed: Self = [.responseValidation]
    /// The response exceeds a limit.
    static let tooLarge: Self = [.limitExceeded]
    /// Any of these codes is acceptable.
    static let broken: Self = [.connection, .responseValidation]
    static let refused: Self = [.limitExceeded, .responseValidation, .connection]
}

extension PeerBehaviour {
    /// The outcome of a call.
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

    /// Checks a POST, which must not be repeated once the server may have processed it.
    ///
    /// - Returns: The requests that the server has received.
    @discardableResult
    func checkPost(by client: PeerClient) async throws -> [Peers.Request] {
        let id = uniqueID()
        let outcome = try await Outcome { try await client.send(path, .post, body: .json("b"), id: id) }
        let requests = try await Peers.require().requests(id)
        check(outcome, requests: requests.count, isRetried: false)
        return requests
    }

    /// Checks a download, which must write the complete file or none.
    func checkDownload(by client: PeerClient) async throws {
        let id = uniqueID()
        let folder = try TemporaryFolder()
        let target = folder.file("f")
        let download = try await client.api.send(.peer(path, id: id, response: .download))
        // Files have no size limit, unlike bodies in memory.
        if path.contains("bomb") { return }
        let outcome = try await Outcome {
            try await download.write(to: target)
            return try Data(contentsOf: target)
        }
        check(outcome, requests: try await Peers.require().requests(id).count, isRetried: true)
        switch outcome {
        case .body: #expect(folder.contents == ["f"])
        case .failure: #expect(folder.contents.isEmpty)
        }
    }

    /// Checks the outcome of a call.
    ///
    /// - Parameters:
    ///   - requests: The number of requests that the server has received.
    ///   - isRetried: Whether the call may be repeated after a failure.
    func check(_ outcome: Outcome, requests: Int, isRetried: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        switch (outcome, expected) {
        case (.body(let data), .body(let body)), (.body(let data), .bodyOrFailure(let body)):
            let expected = body.data
            #expect(data == expected, "wrong bytes", sourceLocation: sourceLocation)
            #expect(requests == 1, sourceLocation: sourceLocation)
        case (.body(let data), _):
            let text = String(decoding: data.prefix(100), as: UTF8.self)
            Issue.record("success with \(data.count) bytes: \(text)", sourceLocation: sourceLocation)
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

    /// A lost connection must be retried if that is safe; invalid and oversized responses may be.
    private func checkRetries(_ error: APIError, _ requests: Int, _ isRetried: Bool, _ location: SourceLocation) {
        if error.code == .connection {
            #expect(requests == (isRetried ? 3 : 1), "\(error)", sourceLocation: location)
        }
        let most = isRetried && error.code != .limitExceeded ? 2 : 0
        #expect(error.retries <= most, "\(error)", sourceLocation: location)
        // The server may still be busy with the first request and record the next one late.
        #expect((1...error.retries + 1).contains(requests), "\(error)", sourceLocation: location)
    }
}
#endif
