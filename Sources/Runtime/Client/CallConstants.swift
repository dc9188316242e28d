import HTTPTypes

/// What all calls of a client have in common, made once and not for each.
struct CallConstants: Sendable {
    /// The headers that do not depend on the call, those of the configuration among them.
    let headers: HTTPFields
    /// The configuration's timeout as a header; nil where there is none.
    let readTimeout: String?
    /// What a call carries whose operation asks for nothing else than the API does; nil where the key is not a fixed one.
    let proof: Credentials.Proof?

    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` for a header that cannot be sent.
    init(metadata: APIMetadata, configuration: APIClient.Configuration, credentials: Credentials) throws {
        let product = configuration.productName ?? metadata.name
        var own = [("User-Agent", "\(product)/Swift \(configuration.productVersion)")]
        own += PlatformHeaders.fields(packageVersion: configuration.productVersion)
        var headers = HTTPFields()
        headers.reserveCapacity(16)
        for (name, value) in own + configuration.headers.sortedMembers.map({ ($0.key, $0.value) }) {
            let field = try HeaderText.field(name, value, code: .configuration)
            headers[field.name] = field.value
        }
        self.headers = headers
        readTimeout = configuration.timeout.map(Self.seconds)

        let hasFixedKey = configuration.credentialProvider == nil
        let proof = hasFixedKey ? credentials.proof(for: metadata.security.alternatives ?? []) : nil
        // What cannot be sent is the error of the call that would send it.
        self.proof = (try? proof?.check()) == nil ? nil : proof
    }

    /// A time as `x-stainless-read-timeout` has it.
    static func seconds(_ duration: Duration) -> String {
        JSONNumber(duration / .seconds(1)).description
    }
}

extension CallConstants: CustomReflectable {
    /// A mirror without children: the headers may hold secrets, and the proof does.
    var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
