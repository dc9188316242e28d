#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// A failure of libcurl to finish a transfer.
struct CurlProblem {
    /// The `CURLcode`.
    let code: Int32
    /// libcurl's error text.
    let text: String
    /// `errno` of the failed connection attempt; 0 if none.
    let systemError: Int32
    /// The proxy's status for `CONNECT`; 0 if none.
    let proxyStatus: Int
    /// Whether the untrusted certificate is the proxy's.
    let isProxyCertificate: Bool
    /// Whether any part of the request was sent.
    let wasSent: Bool
    /// Whether the head of the response was received.
    let hasHead: Bool

    /// The error to throw.
    var error: any Error {
        // These texts contain the URL, which may hold a password.
        if text.hasPrefix(bytes: "Unsupported proxy") || text.hasPrefix(bytes: "Unsupported pre-proxy") {
            return APIError(
                .configuration,
                "The proxy's URL cannot be used: correct the one in the configuration, or in the environment variable "
                    + "http_proxy, https_proxy or all_proxy."
            )
        }
        if let limit = exceededLimit {
            return TransportError(.malformedResponse, "The response is not valid HTTP: \(limit).")
        }
        let text = Excerpt.of(text)
        switch Int(code) {
        case CURLE_SSL_CACERT_BADFILE:
            return APIError(.configuration, "The certificates of the authorities to trust cannot be read: \(text)")
        case CURLE_SSL_CERTPROBLEM:
            return APIError(.configuration, "The client certificate or its private key cannot be used: \(text)")
        case CURLE_INTERFACE_FAILED:
            return APIError(.configuration, "The network interface to connect from cannot be used: \(text)")
        case CURLE_URL_MALFORMAT:
            return APIError(.invalidRequest, "The request or its proxy has no valid URL: \(text)")
        default:
            let (reason, message) = reasonAndMessage
            return TransportError(reason, "\(message): \(text)")
        }
    }

    /// The libcurl limit that the response exceeds; libcurl's text does not name it.
    private var exceededLimit: String? {
        guard wasSent else { return nil }
        if Int(code) == CURLE_OUT_OF_MEMORY { return "it has a header field of more than 100 KiB" }
        // NGHTTP2_ERR_CALLBACK_FAILURE.
        return text.contains(bytes: "-902") ? "its header fields are too large for libcurl's HTTP/2" : nil
    }

    private var reasonAndMessage: (TransportError.Reason, String) {
        if proxyStatus >= 300, !hasHead { return proxyRefusal }
        switch Int(code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return (.connectionNotEstablished, "The server's host name could not be resolved")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return (.connectionNotEstablished, "The proxy's host name could not be resolved")
        case CURLE_COULDNT_CONNECT where systemError == ECONNREFUSED:
            return (.connectionNotEstablished, "The server refused the connection")
        case CURLE_COULDNT_CONNECT:
            return (.connectionNotEstablished, "No connection to the server could be made")
        case CURLE_PROXY where proxyStatus == 0:
            return (.connectionNotEstablished, "No connection through the proxy could be made")
        case CURLE_OPERATION_TIMEDOUT:
            return (.connectTimeout, "The server could not be reached in time")
        case CURLE_PEER_FAILED_VERIFICATION:
            return (
                .certificateNotTrusted, "The \(isProxyCertificate ? "proxy" : "server")'s certificate is not trusted"
            )
        case CURLE_SSL_CLIENTCERT:
            return (.certificateNotTrusted, "The server asks for a client certificate")
        case CURLE_GOT_NOTHING where !wasSent, CURLE_SSL_CONNECT_ERROR, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            return connectionFailure
        case CURLE_PARTIAL_FILE:
            return (.bodyTruncated, "The response's body broke off")
        case CURLE_HTTP2_STREAM where !hasHead && text.contains(bytes: "(err 1)"):
            // Usually libcurl itself reset the stream because of a malformed head (RFC 9113).
            return (.malformedResponse, "The response is not valid HTTP/2")
        case CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return (hasHead ? .bodyTruncated : .connectionLost, "The HTTP/2 stream broke off")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_OUT_OF_MEMORY, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_BAD_CONTENT_ENCODING, CURLE_TOO_LARGE:
            return (.malformedResponse, "The response is not valid HTTP")
        case CURLE_GOT_NOTHING:
            return (.connectionLost, "The server closed the connection without a response")
        default:
            return (wasSent ? .connectionLost : .connectionNotEstablished, "The connection failed")
        }
    }

    /// Distinguishes errors with the same code by libcurl's text.
    private var connectionFailure: (TransportError.Reason, String) {
        let isHandshake = Int(code) == CURLE_SSL_CONNECT_ERROR
        // OpenSSL's names of TLS certificate alerts (RFC 8446 section 6.2).
        let alerts = ["certificate", "unknown ca", "access denied", "decrypt error"]
        if text.contains(bytes: "alert"), alerts.contains(where: { text.contains(bytes: $0) }) {
            return (.certificateNotTrusted, "The server does not accept the client's certificate, or asks for one")
        }
        if isHandshake { return (.connectionNotEstablished, "The TLS handshake with the server failed") }
        if !wasSent { return (.connectionNotEstablished, "No connection to the server could be made") }
        if text.contains(bytes: "chunk") { return (.malformedResponse, "The response is not valid HTTP") }
        if hasHead { return (.bodyTruncated, "The response's body broke off") }
        return (.connectionLost, "The connection was lost")
    }

    private var proxyRefusal: (TransportError.Reason, String) {
        switch proxyStatus {
        case 407: (.proxyRefused, "The proxy asks for a user name and password")
        case 500...: (.connectionNotEstablished, "The proxy could not reach the server (status \(proxyStatus))")
        default: (.proxyRefused, "The proxy refused to connect to the server (status \(proxyStatus))")
        }
    }
}
#endif
