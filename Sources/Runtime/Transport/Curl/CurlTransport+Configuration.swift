#if canImport(Glibc)
extension CurlTransport {
    /// Certificates, proxy and limits of a transport.
    public struct Configuration: Sendable {
        /// A file with the certificates (PEM) of the authorities to trust instead of the system's. Nil takes the file
        /// or folder that the environment variable `SSL_CERT_FILE` or `SSL_CERT_DIR` names, else the system's.
        public var certificateAuthorityFile: String?
        /// The client certificate for mutual TLS.
        public var clientCertificate: ClientCertificate?
        /// The oldest version of TLS to accept.
        public var minimumTLSVersion = TLSVersion.v1_2
        /// The proxy to connect through.
        public var proxy = Proxy.environment
        /// The path of a Unix domain socket to connect to, whatever the host of a request.
        public var unixSocketPath: String?
        /// The network interface, host name or IP address to connect from.
        public var interface: String?
        /// The maximum number of connections; further requests wait. Nil for no limit.
        public var maximumConnections: Int?
        /// The maximum number of connections to one host and port; further requests wait. Nil for no limit.
        public var maximumConnectionsPerHost: Int?
        /// The number of unread bytes from which receiving pauses (backpressure).
        public var receiveBufferSize = 1 << 20
        /// The maximum size of a decompressed body in bytes; more end the call with
        /// ``TransportError/Reason/bodyTooLarge``. Event streams have no such limit.
        public var maximumDecompressedSize = 64 << 20

        /// The default settings.
        public init() {}
    }

    /// A certificate with its private key.
    public struct ClientCertificate: Sendable {
        /// A file with the certificate chain (PEM).
        public var certificateFile: String
        /// A file with the private key (PEM).
        public var privateKeyFile: String
        /// The password of the private key, if it has one.
        public var password: String?

        /// Names the files.
        public init(certificateFile: String, privateKeyFile: String, password: String? = nil) {
            self.certificateFile = certificateFile
            self.privateKeyFile = privateKeyFile
            self.password = password
        }
    }

    /// A version of TLS.
    public enum TLSVersion: Sendable {
        /// TLS 1.2 (RFC 5246).
        case v1_2
        /// TLS 1.3 (RFC 8446).
        case v1_3
    }

    /// The proxy that a transport connects through.
    public struct Proxy: Sendable {
        enum Choice: Sendable {
            case environment
            case none
            case url(String, bypass: [String])
        }

        let choice: Choice

        /// The proxy that the environment names, by the rules of curl: `http_proxy` (in lower case only, because CGI
        /// sets `HTTP_PROXY` from a request's header), `https_proxy`, `all_proxy` and `no_proxy`.
        public static let environment = Proxy(choice: .environment)

        /// No proxy, ignoring the environment.
        public static let none = Proxy(choice: .none)

        /// A proxy, ignoring the environment.
        ///
        /// - Parameters:
        ///   - url: `http://`, `https://`, `socks5://` or `socks5h://` with host and port, and user name and password
        ///     if the proxy requires them.
        ///   - bypass: Hosts and domains that are connected to directly; `*` for all.
        public static func url(_ url: String, bypass: [String] = []) -> Proxy {
            Proxy(choice: .url(url, bypass: bypass))
        }
    }
}

extension CurlTransport.ClientCertificate: CustomReflectable {
    /// A mirror without the password.
    public var customMirror: Mirror {
        Mirror(self, children: ["certificateFile": certificateFile, "privateKeyFile": privateKeyFile])
    }
}

extension CurlTransport.ClientCertificate: CustomStringConvertible {
    /// The files, without the password.
    public var description: String { "ClientCertificate(\(certificateFile), \(privateKeyFile))" }
}

extension CurlTransport.Proxy: CustomReflectable, CustomStringConvertible {
    /// The kind of choice, without the URL, which may hold a password.
    public var description: String {
        switch choice {
        case .environment: "environment"
        case .none: "none"
        case .url: "url"
        }
    }

    /// A mirror without the URL, which may hold a password.
    public var customMirror: Mirror { Mirror(self, children: ["choice": description]) }
}
#endif
