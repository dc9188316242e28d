import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The credentials that a call has sent, for keeping them out of its errors: servers send them back, in messages for people
/// and in echoes of the whole request.
struct SentCredentials: Sendable {
    /// The client's.
    var proof = Credentials.Proof()
    /// The ones that the server refused before.
    var refusedProof = Credentials.Proof()
    /// The caller's own may be in the headers and the query.
    var headers: HTTPFields = [:]
    var target = ""

    /// The least length of a value that counts as a credential; shorter ones are flags and numbers.
    private static let shortestOwn = 8

    /// The texts that give a credential away.
    private var secrets: [String] {
        let given = proof.secrets + refusedProof.secrets
        let fields = headers.filter { Redaction.isSensitive($0.name.rawName) }
        let own = fields.flatMap { field in
            field.name == .cookie
                ? field.value.split(atByte: ";").map {
                    String($0.utf8.drop { $0 != UInt8(ascii: "=") }.dropFirst()) ?? ""
                }
                : Credentials.Proof.parts(ofHeader: field.name.rawName, field.value)
        }
        let query = target.split(atByte: "?", maxSplits: 1).dropFirst().flatMap { $0.split(atByte: "&") }
        let values = query.compactMap { pair -> String? in
            let parts = pair.split(atByte: "=", maxSplits: 1).map { PercentEncoding.decode($0) ?? String($0) }
            return parts.count == 2 && Redaction.isSensitive(parts[0]) ? parts[1] : nil
        }
        return given + (own + values).filter { $0.utf8.count >= Self.shortestOwn }
    }

    /// An error without them.
    func redacted(_ error: APIError) -> APIError {
        let matcher = SecretMatcher(secrets, shortLength: 8)
        return matcher.isEmpty ? error : error.redacted(by: matcher)
    }
}

extension SentCredentials: CustomReflectable {
    /// A mirror without children.
    var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

extension Credentials.Proof {
    /// The texts in it that must not be shown.
    var secrets: [String] {
        headers.flatMap { Self.parts(ofHeader: $0.name, $0.value) } + query.map(\.value) + cookies.map(\.value)
    }

    /// The value of a header; of those with the name of a scheme in front what is behind it, and what that is made of.
    static func parts(ofHeader name: String, _ value: String) -> [String] {
        guard name.lowercased().hasSuffix(bytes: "authorization") else { return [value] }
        let words = value.split(atByte: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return [value] }
        return words[0].lowercased() == "basic" ? parts(ofBasic: words[1]) : [words[1]]
    }

    /// The base64 with and without its padding, the pair in it, and the password (RFC 7617).
    static func parts(ofBasic base64: String) -> [String] {
        guard let data = Data(base64Encoded: base64) else { return [base64] }
        let pair = String(decoding: data, as: UTF8.self)
        let password = pair.split(atByte: ":", maxSplits: 1).dropFirst().map(String.init)
        return [base64, String(base64.prefix(beforeByteIn: "=")), pair] + password
    }
}
