#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Certificates, TLS versions and failing handshakes.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerTLSTests {
    private static let json = PeerBehaviour.Body.json.data

    /// An untrusted certificate, and words of which the message contains one.
    struct BadCertificate: Sendable, CustomTestStringConvertible {
        var name: String
        var words: [String]

        var testDescription: String { name }

        static let all = [
            BadCertificate(name: "expired", words: ["expired"]),
            BadCertificate(name: "other-host", words: ["host", "name"]),
            BadCertificate(name: "self-signed", words: ["self-signed", "self signed"]),
            BadCertificate(name: "unknown-authority", words: ["authority", "issuer", "unknown"]),
        ]
    }

    /// The error names the problem; nothing is sent or retried.
    @Test(arguments: BadCertificate.all, [Peers.Wire.tls, .h2])
    func rejectsABadCertificate(certificate: BadCertificate, wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        for method in [HTTPRequest.Method.get, .post] {
            let listener = try await peers.listen("wire=\(wire.rawValue)&certificate=\(certificate.name)")
            let (client, id) = (try PeerClient("https://localhost:\(listener.port)"), uniqueID())
            let error = try await apiError { try await client.send("/ok", method, id: id) }
            #expect(error.code == .connection, "\(error)")
            #expect(error.retries == 0)
            #expect(client.transport.reasons == [.certificateNotTrusted])
            let message = error.message.lowercased()
            #expect(certificate.words.contains { message.contains($0) }, "\(error.message)")
            #expect(error.description.contains("localhost"), "\(error)")
            #expect(try await peers.connections(listener).accepted == 1)
            #expect(try await peers.requests(id).isEmpty)
        }
    }

    /// The certificate authority of the test run is required.
    @Test func requiresTheAuthority() async throws {
        let peers = try Peers.require()
        for authority in [nil, peers.unknownAuthority] {
            let client = try PeerClient(.tls, transport: { $0.certificateAuthorityFile = authority })
            let error = try await apiError { try await client.send("/ok") }
            #expect(client.transport.reasons == [.certificateNotTrusted], "\(error)")
        }
    }

    @Test(arguments: ["absent.pem", "peers.json"]) func reportsAnInvalidAuthorityFile(name: String) async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["HANDINGER_PEERS"])
        let client = try PeerClient(.tls, transport: { $0.certificateAuthorityFile = "\(folder)/\(name)" })
        let error = try await apiError { try await client.send("/ok") }
        #expect(error.code == .configuration, "\(error)")
        #expect(error.message.contains(name), "\(error)")
        #expect(error.retries == 0)
    }

    /// An event stream does not reconnect after a bad certificate.
    @Test func streamsRejectABadCertificate() async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&certificate=expired")
        let client = try PeerClient("https://localhost:\(listener.port)")
        let stream = client.api.stream(.peer("/events", id: "none", response: .events))
        #expect(try await apiError { for try await _ in stream {} }.code == .connection)
        #expect(try await peers.connections(listener).accepted == 1)
    }

    #if compiler(>=6.2)
    /// The environment sets the authority file of the process.
    @Test func usesTheAuthorityFileOfTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            let peers = try Peers.require()
            setenv("SSL_CERT_FILE", peers.authority, 1)
            for wire in [Peers.Wire.tls, .h2] {
                let client = try PeerClient(wire, transport: { $0.certificateAuthorityFile = nil })
                try #require(try await client.send("/ok", .post) == PeerBehaviour.Body.json.data)
            }
        }
    }
    #endif

    // MARK: - Client certificates

    @Test(arguments: [Peers.Wire.tls, .h2]) func sendsAClientCertificate(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=\(wire.rawValue)&client=required")
        let origin = "https://127.0.0.1:\(listener.port)"
        let keys = [(peers.clientKey, nil), (peers.clientLockedKey, peers.clientKeyPassword)]
        for (key, password) in keys {
            let client = try PeerClient(
                origin,
                transport: { options in
                    options.clientCertificate = CurlTransport.ClientCertificate(
                        certificateFile: peers.clientCertificate,
                        privateKeyFile: key,
                        password: password
                    )
                }
            )
            #expect(try await client.echo(.post, body: .json("b")).client == "client")
        }
    }

    /// The server closes the connection if the certificate is missing or untrusted.
    @Test(arguments: [true, false]) func reportsARefusedClientCertificate(isThere: Bool) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&client=required")
        let client = try PeerClient(
            "https://127.0.0.1:\(listener.port)",
            transport: { options in
                guard isThere else { return }
                options.clientCertificate = CurlTransport.ClientCertificate(
                    certificateFile: peers.unknownClientCertificate,
                    privateKeyFile: peers.unknownClientKey,
                    password: nil
                )
            }
        )
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection, "\(error)")
        #expect(error.message.lowercased().contains("certificate"), "\(error.message)")
    }

    @Test(arguments: ["certificate", "key", "password"]) func reportsAnUnreadableClientCertificate(
        part: String
    ) async throws {
        let peers = try Peers.require()
        let client = try PeerClient(
            .tls,
            transport: { options in
                options.clientCertificate = CurlTransport.ClientCertificate(
                    certificateFile: part == "certificate" ? "/absent.pem" : peers.clientCertificate,
                    privateKeyFile: part == "key" ? "/absent.key" : peers.clientLockedKey,
                    password: part == "password" ? "SECRET" : peers.clientKeyPassword
                )
            }
        )
        let error = try await apiError { try await client.send("/ok") }
        #expect(error.code == .configuration, "\(error)")
        #expect(error.retries == 0)
        #expect(!"\(error)".contains("SECRET") && !"\(error)".contains(peers.clientKeyPassword))
    }

    // MARK: - Versions

    @Test func enforcesTheMinimumVersion() async throws {
        let peers = try Peers.require()
        let versions: [(server: String, minimum: CurlTransport.TLSVersion, isFine: Bool)] = [
            ("1.1", .v1_2, false), ("1.2", .v1_2, true), ("1.2", .v1_3, false), ("1.3", .v1_2, true),
            ("1.3", .v1_3, true),
        ]
        for (server, minimum, isFine) in versions {
            let listener = try await peers.listen("wire=tls&tls=\(server)")
            let client = try PeerClient(
                "https://127.0.0.1:\(listener.port)",
                transport: { options in
                    options.minimumTLSVersion = minimum
                }
            )
            if isFine {
                #expect(try await client.send("/ok", .post) == Self.json)
            } else {
                let error = try await apiError { try await client.send("/ok", .post) }
                #expect(error.code == .connection, "\(server) \(error)")
                #expect(
                    Set(client.transport.reasons).isSubset(of: [.connectionNotEstablished, .certificateNotTrusted])
                )
            }
        }
    }

    // MARK: - Handshakes

    /// No request was sent yet, so even a POST is retried.
    @Test(arguments: ["accept", "hello"], ["fin", "rst"])
    func retriesInterruptedHandshakes(at: String, how: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&at=\(at)&how=\(how)")
        let client = try PeerClient("https://127.0.0.1:\(listener.port)")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection, "\(error)")
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
        #expect(try await peers.connections(listener).accepted == 3)
    }

    @Test func reportsAServerWithoutTLS() async throws {
        let client = try PeerClient("https://127.0.0.1:\(try Peers.require().nginx.plain)")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection, "\(error)")
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
    }

    @Test func reportsPlainTextToATLSServer() async throws {
        let client = try PeerClient("http://127.0.0.1:\(try Peers.require().tls)")
        let error = try await apiError { try await client.send("/ok") }
        #expect(Set.broken.contains(error.code), "\(error)")
    }

    /// After the handshake the server may have received the request.
    @Test(arguments: ["fin", "cut", "rst"]) func doesNotRetryAPostAfterTheHandshake(how: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&at=handshake&how=\(how)")
        let client = try PeerClient("https://127.0.0.1:\(listener.port)")
        #expect(try await apiError { try await client.send("/ok") }.code == .connection)
        #expect(try await peers.connections(listener).accepted == 3)
        #expect(try await apiError { try await client.send("/ok", .post) }.retries == 0)
    }

    /// The connect timeout includes the handshake.
    @Test(arguments: ["at=silent&wait=20000", "slow=20000"]) func timesOutDuringTheHandshake(
        options: String
    ) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&\(options)")
        let client = try PeerClient("https://127.0.0.1:\(listener.port)") { $0.connectTimeout = .milliseconds(300) }
        let start = ContinuousClock.now
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .timeout, "\(error)")
        #expect(Set(client.transport.reasons) == [.connectTimeout])
        #expect(error.retries == 2)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func waitsForASlowHandshake() async throws {
        let listener = try await Peers.require().listen("wire=h2&slow=300")
        #expect(try await PeerClient("https://127.0.0.1:\(listener.port)").send("/ok", .post) == Self.json)
    }
}
#endif
