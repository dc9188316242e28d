#if os(Linux)
import Foundation
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// A client with a separate `CurlTransport`, so that it does not reuse connections of other tests.
struct PeerClient: Sendable {
    let api: APIClient
    let transport: RecordingTransport

    /// - Parameters:
    ///   - origin: The scheme, host and port of the server.
    ///   - configure: Changes the configuration of the client, which by default does not wait between attempts.
    ///   - transport: Changes the configuration of the transport, which by default trusts the peers and uses no proxy.
    init(
        _ origin: String,
        configure: (inout APIClient.Configuration) -> Void = { _ in },
        transport: (inout CurlTransport.Configuration) -> Void = { _ in }
    ) throws {
        var options = CurlTransport.Configuration()
        options.certificateAuthorityFile = Peers.shared?.authority
        options.proxy = .none
        transport(&options)
        let recording = RecordingTransport(CurlTransport(configuration: options))
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = recording
        configuration.timeout = .seconds(10)
        configuration.retryPolicy.initialDelay = .zero
        configuration.retryPolicy.budget = nil
        configure(&configuration)
        let metadata = APIMetadata(name: "Peers", version: "1", servers: [origin], security: [])
        api = try APIClient(metadata: metadata, configuration: configuration)
        self.transport = recording
    }

    init(
        _ wire: Peers.Wire,
        configure: (inout APIClient.Configuration) -> Void = { _ in },
        transport: (inout CurlTransport.Configuration) -> Void = { _ in }
    ) throws {
        try self.init(try Peers.require().origin(wire), configure: configure, transport: transport)
    }

    /// Sends a request and returns the response body.
    @discardableResult
    func send(
        _ path: String,
        _ method: HTTPRequest.Method = .get,
        body: RequestBody? = nil,
        id: String = "none",
        options: RequestOptions = RequestOptions()
    ) async throws -> Data {
        try await api.send(.peer(path, method, body: body, id: id, response: .bytes), options: options)
    }

    /// Sends a request and returns it as the server received it.
    func echo(
        _ method: HTTPRequest.Method = .get,
        body: RequestBody? = nil,
        id: String = "none",
        path: String = "/echo",
        options: RequestOptions = RequestOptions()
    ) async throws -> Echo {
        try JSONDecoder().decode(Echo.self, from: await send(path, method, body: body, id: id, options: options))
    }
}

/// A request as returned by `/echo`.
struct Echo: Decodable, Sendable {
    var method: String
    var target: String
    var headers: [[String]]
    var length: Int
    var digest: String
    var connection: Int
    var version: String
    var client: String

    /// The values of a header field.
    func values(_ name: String) -> [String] {
        headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }
}

extension Endpoint {
    /// Creates an endpoint of a peer with an id for its log.
    static func peer(
        _ path: String,
        _ method: HTTPRequest.Method = .get,
        body: RequestBody? = nil,
        id: String,
        response: ResponseDecoding<Response>
    ) -> Endpoint {
        Endpoint(
            id: "peer",
            method: method,
            path: RequestPath(path),
            query: [QueryParameter("id", id)],
            body: body,
            response: response
        )
    }
}

/// A unique id for the log of the peers.
func uniqueID() -> String {
    UUID().uuidString.lowercased()
}

/// A transport that records the reasons of failures, which the client maps to error codes.
struct RecordingTransport: Transport {
    private let base: CurlTransport
    private let seen = Locked<[TransportError.Reason]>([])

    init(_ base: CurlTransport) {
        self.base = base
    }

    /// The reasons of the failures so far.
    var reasons: [TransportError.Reason] { seen.withLock { $0 } }

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        do {
            let (response, content) = try await base.send(request, body: body, options: options)
            return (response, content.throwing(note))
        } catch {
            throw note(error)
        }
    }

    private func note(_ error: any Error) -> any Error {
        if let reason = (error as? TransportError)?.reason { seen.withLock { $0.append(reason) } }
        return error
    }
}

extension Trait where Self == ConditionTrait {
    /// Enables the tests only if the servers of `.ci/peers` are running.
    static var besidePeers: Self { .enabled(if: Peers.shared != nil, "run by .ci/peers") }
}
#endif
