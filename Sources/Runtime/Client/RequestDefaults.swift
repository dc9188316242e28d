import HTTPTypes

/// Header fields and credentials that all calls of a client share, computed once.
struct RequestDefaults: Sendable {
    /// The fields of every request, those of the configuration included.
    let headers: HTTPFields
    /// The client's idle timeout as the value of `x-stainless-read-timeout`; nil for no limit.
    let readTimeout: String?
    /// The credentials for operations that use the default security; nil if a provider gives the key or they cannot
    /// be sent.
    let credentials: AppliedCredentials?

    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` for a header field that cannot be sent.
    init(metadata: APIMetadata, configuration: APIClient.Configuration, credentials: Credentials) throws {
        let product = configuration.productName ?? metadata.name
        var own = [("User-Agent", "\(product)/Swift \(configuration.productVersion)")]
        if metadata.sendsStainlessHeaders {
            own += PlatformHeaders.fields(packageVersion: configuration.productVersion)
        }
        var headers = HTTPFields()
        headers.reserveCapacity(16)
        for (name, value) in own + configuration.headers.sortedMembers.map({ ($0.key, $0.value) }) {
            let field = try HeaderText.field(name, value, code: .configuration)
            headers[field.name] = field.value
        }
        self.headers = headers
        readTimeout = configuration.timeout.map(Self.seconds)

        let hasFixedKey = configuration.credentialProvider == nil
        let applied = hasFixedKey ? credentials.applied(to: metadata.security.alternatives ?? []) : nil
        // Credentials that cannot be sent fail the calls that would send them, not this initializer.
        self.credentials = (try? applied?.validate()) == nil ? nil : applied
    }

    /// A duration in seconds, the unit of `x-stainless-read-timeout`.
    static func seconds(_ duration: Duration) -> String {
        JSONNumber(duration / .seconds(1)).description
    }
}

extension RequestDefaults: CustomReflectable {
    /// A mirror without children, because the fields and credentials hold secrets.
    var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

/// The header fields in which Stainless SDKs describe their platform.
enum PlatformHeaders {
    static func fields(packageVersion: String) -> [(name: String, value: String)] {
        [
            ("X-Stainless-Lang", "swift"),
            ("X-Stainless-Package-Version", packageVersion),
            ("X-Stainless-OS", operatingSystem),
            ("X-Stainless-Arch", architecture),
            ("X-Stainless-Runtime", "swift"),
            ("X-Stainless-Runtime-Version", languageVersion),
        ]
    }

    private static var operatingSystem: String {
        #if os(macOS)
        "MacOS"
        #elseif os(iOS)
        "iOS"
        #elseif os(tvOS)
        "tvOS"
        #elseif os(watchOS)
        "watchOS"
        #elseif os(visionOS)
        "visionOS"
        #elseif os(Linux)
        "Linux"
        #elseif os(Android)
        "Android"
        #elseif os(Windows)
        "Windows"
        #elseif os(FreeBSD)
        "FreeBSD"
        #else
        "Unknown"
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
        "x64"
        #elseif arch(arm64)
        "arm64"
        #elseif arch(i386)
        "x32"
        #elseif arch(arm)
        "arm"
        #else
        "unknown"
        #endif
    }

    /// The version of the Swift compiler, which only conditional compilation can tell.
    private static var languageVersion: String {
        #if compiler(>=6.4)
        "6.4"
        #elseif compiler(>=6.3)
        "6.3"
        #elseif compiler(>=6.2)
        "6.2"
        #else
        "6.1"
        #endif
    }
}
