#if os(Linux)
import Foundation
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// A client over a `CurlTransport` of its own, so that no other test's connection is taken.
struct PeerClient: Sendable {
    let api: APIClient
    let transport: RecordingTransport

    /// - Parameters:
    ///   - origin: Where the requests go.
    ///   - configure: Options of the client, after it was told to wait no time between attempts.
    ///   - transport: Options of the transport, after it was told to trust the peers and to use no proxy.
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

    /// The bytes that a request is answered with.
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

    /// What the server has got of a request.
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

/// A request as `/echo` returns it.
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
    /// A request to a peer, with its name in the log.
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

/// A name for a request that no other test has.
func uniqueID() -> String {
    UUID().uuidString.lowercased()
}

/// Notes the reasons of failures on their way to the client, which keeps only what they mean.
struct RecordingTransport: Transport {
    private let base: CurlTransport
    private let seen = Locked<[TransportError.Reason]>([])

    init(_ base: CurlTransport) {
        self.base = base
    }

    /// The reason of each failure so far.
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
    /// The tests run only beside the servers of `.ci/peers`.
    static var besidePeers: Self { .enabled(if: Peers.shared != nil, "run by .ci/peers") }
}
#endif
