#if !canImport(Glibc) || HANDINGER_URLSESSION
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
#if HANDINGER_URLSESSION
@testable import APIRuntime
#endif

extension TransportError {
    /// Maps an error of `URLSession`. On Linux, many failures have the code -1 and only a text.
    init(urlSession error: any Error) {
        let code = (error as? URLError)?.code ?? URLError.Code(rawValue: (error as NSError).code)
        let text = (error as NSError).localizedDescription
        // Foundation's errors contain the URL, and a query may hold a credential.
        let error = NSError(
            domain: (error as NSError).domain,
            code: (error as NSError).code,
            userInfo: [NSLocalizedDescriptionKey: text]
        )
        #if canImport(FoundationNetworking)
        // The only meaning of this code on Linux.
        if code == .badServerResponse {
            self.init(.connectionLost, "The server closed the connection without a response.", underlying: error)
            return
        }
        #endif
        switch code {
        case .cannotConnectToHost:
            self.init(.connectionNotEstablished, "The server refused the connection.", underlying: error)
        case .cannotFindHost, .dnsLookupFailed:
            self.init(.connectionNotEstablished, "The server's host name could not be resolved.", underlying: error)
        case .notConnectedToInternet:
            self.init(.connectionNotEstablished, "There is no network.", underlying: error)
        case .secureConnectionFailed:
            self.init(.connectionNotEstablished, "The TLS handshake with the server failed: \(text)", underlying: error)
        case .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
            .serverCertificateNotYetValid:
            self.init(.certificateNotTrusted, "The server's certificate is not trusted: \(text)", underlying: error)
        case .clientCertificateRejected, .clientCertificateRequired:
            self.init(.certificateNotTrusted, "The server asks for a client certificate: \(text)", underlying: error)
        case .timedOut:
            self.init(.idleTimeout, "Nothing came within the timeout.", underlying: error)
        case .cannotDecodeContentData, .cannotDecodeRawData, .badServerResponse, .cannotParseResponse:
            self.init(.malformedResponse, "The response is not valid: \(text)", underlying: error)
        case .networkConnectionLost:
            self.init(.connectionLost, "The connection was lost.", underlying: error)
        default:
            self.init(.connectionLost, "The connection failed: \(text)", underlying: error)
        }
    }
}
#endif
