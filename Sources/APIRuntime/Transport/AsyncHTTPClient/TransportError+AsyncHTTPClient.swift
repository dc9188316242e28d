#if AsyncHTTPClient
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

extension TransportError {
    /// What an error of AsyncHTTPClient, or of SwiftNIO below it, means.
    init(asyncHTTPClient error: any Error) {
        switch error {
        case let error as HTTPClientError:
            self.init(client: error)
        case is NIOConnectionError:
            self.init(.connectionNotEstablished, "No connection to the server could be made.", underlying: error)
        case is SocketAddressError:
            self.init(.connectionNotEstablished, "The server's host name could not be resolved.", underlying: error)
        case ChannelError.connectTimeout:
            self.init(.connectTimeout, "The server could not be reached in time.", underlying: error)
        case let failure as IOError where Self.isBeforeConnecting(failure):
            self.init(.connectionNotEstablished, "The server refused the connection.", underlying: error)
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError:
            self.init(.connectionNotEstablished, "The server could not be trusted: \(error)", underlying: error)
        case NIOSSLError.uncleanShutdown:
            self.init(.bodyTruncated, "The connection ended without the end of TLS.", underlying: error)
        case HTTPParserError.invalidEOFState:
            self.init(.bodyTruncated, "The response broke off.", underlying: error)
        case is HTTPParserError:
            self.init(.malformedResponse, "The response is not valid HTTP: \(error)", underlying: error)
        case NIOHTTPDecompression.DecompressionError.limit:
            self.init(
                .bodyTooLarge,
                "The decompressed body is larger than the transport's maximumDecompressedSize.",
                underlying: error
            )
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.malformedResponse, "The body is not in the encoding that it names: \(error)", underlying: error)
        default:
            self.init(other: error)
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
            .socksHandshakeTimeout:
            self.init(.connectTimeout, "The server could not be reached in time.", underlying: error)
        case .invalidProxyResponse, .proxyAuthenticationRequired, .invalidProxyConfiguration:
            self.init(.connectionNotEstablished, "The proxy refuses: \(error)", underlying: error)
        case .remoteConnectionClosed:
            self.init(.connectionLost, "The connection was lost.", underlying: error)
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            self.init(.idleTimeout, "Nothing came within the timeout.", underlying: error)
        default:
            self.init(.connectionLost, "The connection failed: \(error)", underlying: error)
        }
    }

    private static func isBeforeConnecting(_ error: IOError) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode)
    }
}
#endif
