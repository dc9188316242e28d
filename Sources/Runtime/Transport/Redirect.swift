import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Follows redirects by the rules of RFC 9110 section 15.4, for every transport alike.
enum Redirect {
    /// The maximum number of hops.
    static let limit = 5

    static func isRedirect(_ response: HTTPResponse) -> Bool {
        [301, 302, 303, 307, 308].contains(response.status.code)
    }

    /// The request for the target of a redirect; nil if the response is not a redirect or cannot be followed.
    ///
    /// - Throws: ``APIError`` if it leads to a host or port that no connection can be made to.
    static func next(
        after response: HTTPResponse,
        to request: HTTPRequest,
        body: HTTPBody?
    ) throws -> (request: HTTPRequest, body: HTTPBody?)? {
        guard isRedirect(response),
            let location = response.headerFields[.location],
            let target = resolve(location, against: request)
        else { return nil }
        guard Authority(target.authority) != nil else {
            throw error("The server redirects to a URL without a usable host or port.", response)
        }

        var next = request
        next.scheme = target.scheme
        next.authority = target.authority
        next.path = target.path
        var body = body
        let becomesGet =
            switch response.status.code {
            case 303: request.method != .head && request.method != .get
            case 301, 302: request.method == .post
            default: false
            }
        if becomesGet {
            next.method = .get
            dropBody(of: &next, &body)
        }
        if !next.hasOrigin(of: request) {
            // Credentials and body are not for another origin.
            next.headerFields = next.headerFields.filter { isMeantForAnyOrigin($0.name) }
            body = nil
        }
        return (next, body)
    }

    /// Header fields for content negotiation, which are safe to send to another origin.
    private static func isMeantForAnyOrigin(_ name: HTTPField.Name) -> Bool {
        [.accept, .acceptEncoding, .userAgent, .range, .ifRange].contains(name)
    }

    /// The error for a redirect that is not followed.
    static func error(_ message: String, _ response: HTTPResponse) -> APIError {
        APIError(.otherStatus, message, status: response.status, headers: response.headerFields)
    }

    private static func dropBody(of request: inout HTTPRequest, _ body: inout HTTPBody?) {
        body = nil
        for name in [HTTPField.Name.contentType, .contentLength, .contentEncoding, .idempotencyKey] {
            request.headerFields[name] = nil
        }
    }

    /// The origin of a request (RFC 9110 section 4.3.1), in a form that can be compared.
    static func origin(of request: HTTPRequest) -> [String] {
        let scheme = request.scheme?.lowercased() ?? ""
        let authority = request.authority?.lowercased() ?? ""
        let suffix = scheme == "https" ? ":443" : ":80"
        return [scheme, authority.hasSuffix(bytes: suffix) ? String(authority.dropLast(suffix.count)) : authority]
    }

    private static func resolve(
        _ location: String,
        against request: HTTPRequest
    ) -> (scheme: String, authority: String, path: String)? {
        guard let base = URL(string: "\(request.scheme ?? "")://\(request.authority ?? "")\(request.path ?? "/")"),
            let url = URL(string: location, relativeTo: base)?.absoluteURL,
            let components = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let scheme = components.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = components.percentEncodedHost, !host.isEmpty, components.user == nil
        else { return nil }
        // The server's text: Foundation drops a port that it cannot parse.
        let port = Self.port(in: url.absoluteString)
        let authority = port.isEmpty ? host : "\(host):\(port)"
        let path = components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath
        return (scheme, authority, components.percentEncodedQuery.map { "\(path)?\($0)" } ?? path)
    }

    /// The text of the port in a URL; empty for none.
    private static func port(in url: String) -> Substring {
        guard let start = url.utf8.firstRange(of: "://".utf8)?.upperBound else { return "" }
        let authority = url[start...].prefix(beforeByteIn: "/?#")
        guard let colon = authority.lastIndex(ofByte: ":"), !authority[colon...].contains(byte: "]") else { return "" }
        return authority[authority.utf8.index(after: colon)...]
    }
}

extension HTTPRequest {
    /// Whether both requests have the same origin.
    func hasOrigin(of other: HTTPRequest) -> Bool {
        scheme == other.scheme && authority == other.authority
            || Redirect.origin(of: self) == Redirect.origin(of: other)
    }
}

extension HTTPFields {
    fileprivate func filter(_ isIncluded: (HTTPField) -> Bool) -> HTTPFields {
        var kept = HTTPFields()
        for field in self where isIncluded(field) { kept.append(field) }
        return kept
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name(constant: "Idempotency-Key")
}
