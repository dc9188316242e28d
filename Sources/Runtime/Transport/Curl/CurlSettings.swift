#if canImport(Glibc)
import CHandingerCurl
import FoundationEssentials
import Glibc

/// The configuration of a transport in the form that libcurl takes.
struct CurlSettings: Sendable {
    let receiveBufferSize: Int
    let maximumDecompressedSize: Int
    /// The problem of the configuration; nil if it is valid.
    let problem: APIError?
    private let proxy: CurlTransport.Proxy.Choice
    private let numbers: [(option: Int, value: Int)]
    private let texts: [(option: Int, value: String)]
    private let connectionLimits: [(option: Int, value: Int)]

    init(_ configuration: CurlTransport.Configuration) {
        receiveBufferSize = max(configuration.receiveBufferSize, 1)
        maximumDecompressedSize = max(configuration.maximumDecompressedSize, 0)
        problem = Self.problem(of: configuration)
        let version =
            switch configuration.minimumTLSVersion {
            case .v1_2: Int(CURL_SSLVERSION_TLSv1_2)
            case .v1_3: Int(CURL_SSLVERSION_TLSv1_3)
            }
        numbers = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_PROTOCOLS, CURLPROTO_HTTP_HTTPS), (CURLOPT_HTTP09_ALLOWED, 0),
            (CURLOPT_PATH_AS_IS, 1), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_SSLVERSION, version), (CURLOPT_PROXY_SSLVERSION, version),
            // Otherwise cancelling a slow DNS lookup blocks the loop until the lookup returns.
            (CURLOPT_QUICK_EXIT, 1),
        ].map { (Int($0.0), Int($0.1)) }
        proxy = configuration.proxy.choice
        texts = Self.texts(configuration)
        connectionLimits = [
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections),
            (CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost),
            // The number of idle connections to keep.
            (CURLMOPT_MAXCONNECTS, 256), (CURLMOPT_QUICK_EXIT, 1),
        ].compactMap { option, value in value.map { (Int(option), max($0, 1)) } }
    }

    private static func texts(_ configuration: CurlTransport.Configuration) -> [(option: Int, value: String)] {
        var texts: [(Int, String?)] = [
            (Int(CURLOPT_UNIX_SOCKET_PATH), configuration.unixSocketPath),
            (Int(CURLOPT_INTERFACE), configuration.interface),
        ]
        let authorities = configuration.certificateAuthorityFile ?? environment("SSL_CERT_FILE")
        let folder = configuration.certificateAuthorityFile == nil ? environment("SSL_CERT_DIR") : nil
        texts += [
            (Int(CURLOPT_CAINFO), authorities), (Int(CURLOPT_PROXY_CAINFO), authorities),
            (Int(CURLOPT_CAPATH), folder), (Int(CURLOPT_PROXY_CAPATH), folder),
        ]
        if let certificate = configuration.clientCertificate {
            texts += [
                (Int(CURLOPT_SSLCERT), certificate.certificateFile),
                (Int(CURLOPT_SSLKEY), certificate.privateKeyFile),
                (Int(CURLOPT_KEYPASSWD), certificate.password),
            ]
        }
        switch configuration.proxy.choice {
        case .environment: break
        case .none: texts += [(Int(CURLOPT_PROXY), "")]
        case .url(let url, let bypass):
            texts += [(Int(CURLOPT_PROXY), url), (Int(CURLOPT_NOPROXY), bypass.joined(separator: ","))]
        }
        return texts.compactMap { option, value in value.map { (option, $0) } }
    }

    private static func problem(of configuration: CurlTransport.Configuration) -> APIError? {
        // One byte for the terminating NUL.
        let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        if let path = configuration.unixSocketPath, path.utf8.count > longestPath {
            return APIError(.configuration, "The path of the Unix domain socket has more than \(longestPath) bytes.")
        }
        return if case .url(let url, _) = configuration.proxy.choice { problem(ofProxy: url) } else { nil }
    }

    /// Whether a proxy is configured for requests without TLS, including hosts that bypass it.
    var hasPlainProxy: Bool {
        switch proxy {
        case .environment: ["http_proxy", "all_proxy", "ALL_PROXY"].contains { Self.environment($0) != nil }
        case .none: false
        case .url: true
        }
    }

    /// The message omits the URL, which may hold a password.
    private static func problem(ofProxy url: String) -> APIError? {
        let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
        guard let components = URLComponents(string: url), let scheme = components.scheme?.lowercased(),
            schemes.contains(scheme), components.host?.isEmpty == false,
            components.port.map({ (1...65_535).contains($0) }) ?? true
        else {
            return APIError(
                .configuration,
                "The proxy's URL cannot be used; write it as 'http://host:port', with one of the schemes "
                    + schemes.joined(separator: ", ") + "."
            )
        }
        return nil
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func apply(to handle: CurlEasyHandle) {
        for (option, value) in numbers { handinger_curl_set_long(handle, Int32(option), value) }
        for (option, value) in texts { handinger_curl_set_string(handle, Int32(option), value) }
    }

    func apply(toMulti multi: CurlMultiHandle) {
        for (option, value) in connectionLimits { handinger_curl_multi_set_long(multi, Int32(option), value) }
    }
}
#endif
