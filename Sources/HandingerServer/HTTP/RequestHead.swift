import HTTPTypes

/// The request line and header fields of an HTTP/1.1 request, with the framing of its body.
struct RequestHead: Sendable {
    /// The framing of the body (RFC 9112, section 6.3).
    enum Body: Equatable, Sendable {
        case none
        case length(Int)
        case chunked
    }

    /// The request. Its path is the request target as sent, with the query and without decoding.
    var request: HTTPRequest
    var body: Body
    /// Whether the connection stays open after the response.
    var keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    var expectsContinue: Bool
    /// Whether the client supports chunked responses; HTTP/1.0 does not.
    var understandsChunks: Bool
}

/// A violation of HTTP or of a limit, with the status of the error response.
struct RequestViolation: Error, Equatable {
    var status: HTTPResponse.Status
    var reason: String

    init(_ status: HTTPResponse.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}

extension RequestHead {
    /// Parses a head from its lines, without line breaks and without the empty last line.
    init(lines: [[UInt8]], limits: ServerLimits) throws(RequestViolation) {
        guard let first = lines.first else {
            throw RequestViolation(.badRequest, "The request line is missing.")
        }
        let (method, target, minorVersion) = try Self.parseRequestLine(first)
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            fields.append(try Self.parseField(line))
        }
        let (authority, path) = try Self.splitTarget(target, hosts: fields.hosts)
        request = HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: fields)
        body = try Self.parseBody(fields, limits: limits)
        let options = fields[values: .connection].flatMap { $0.split(separator: ",") }
            .map { $0.trimmed.lowercased() }
        keepsAlive = minorVersion > 0 && !options.contains("close")
        expectsContinue = fields[.expect]?.lowercased() == "100-continue"
        understandsChunks = minorVersion > 0
    }

    private static func parseRequestLine(
        _ line: [UInt8]
    ) throws(RequestViolation) -> (method: HTTPRequest.Method, target: String, minorVersion: Int) {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard
            parts.count == 3,
            line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }),
            let method = HTTPRequest.Method(rawValue: String(decoding: parts[0], as: UTF8.self))
        else {
            throw RequestViolation(.badRequest, "The request line must read: method, path, HTTP/1.1.")
        }
        let target = String(decoding: parts[1], as: UTF8.self)
        switch String(decoding: parts[2], as: UTF8.self) {
        case "HTTP/1.1": return (method, target, 1)
        case "HTTP/1.0": return (method, target, 0)
        default: throw RequestViolation(.httpVersionNotSupported, "This server speaks HTTP/1.1.")
        }
    }

    private static func parseField(_ line: [UInt8]) throws(RequestViolation) -> HTTPField {
        guard
            let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else {
            throw RequestViolation(.badRequest, "A header field must read: name, colon, value.")
        }
        let value = line[(colon + 1)...].trimmed
        guard HTTPField.isValidValue(value) else {
            throw RequestViolation(.badRequest, "The header field \(name) has a value with control characters.")
        }
        return HTTPField(name: name, value: value)
    }

    /// Splits a target, which is a path with a query or an absolute URL with its own authority (RFC 9112, section 3.2).
    private static func splitTarget(
        _ target: String,
        hosts: [String]
    ) throws(RequestViolation) -> (authority: String, path: String) {
        guard hosts.count == 1, let host = hosts.first else {
            throw RequestViolation(.badRequest, "A request must have one Host header field.")
        }
        if target.hasPrefix("/") {
            return (host, target)
        }
        if target.lowercased().hasPrefix("http://") {
            let rest = target.dropFirst("http://".count)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            let path = rest[end...]
            return (String(rest[..<end]), path.hasPrefix("/") ? String(path) : "/" + path)
        }
        throw RequestViolation(.badRequest, "The path of a request must begin with a slash.")
    }

    private static func parseBody(_ fields: HTTPFields, limits: ServerLimits) throws(RequestViolation) -> Body {
        let lengths = Set(fields[values: .contentLength].flatMap { $0.split(separator: ",").map(\.trimmed) })
        if let coding = fields[.transferEncoding] {
            guard lengths.isEmpty else {
                throw RequestViolation(.badRequest, "Content-Length and Transfer-Encoding exclude each other.")
            }
            guard coding.lowercased() == "chunked" else {
                throw RequestViolation(.notImplemented, "The only Transfer-Encoding this server knows is chunked.")
            }
            return .chunked
        }
        guard let text = lengths.first else { return .none }
        guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw RequestViolation(.badRequest, "Content-Length must be one number.")
        }
        guard let length = Int(text), length <= limits.bodySize else {
            throw RequestViolation.bodyTooLarge(limits)
        }
        return length == 0 ? .none : .length(length)
    }
}

extension RequestViolation {
    static func bodyTooLarge(_ limits: ServerLimits) -> RequestViolation {
        RequestViolation(.contentTooLarge, "A body may have at most \(limits.bodySize) bytes.")
    }
}

extension HTTPFields {
    /// The values of `Host`. HTTPTypes has no name for it, because `HTTPRequest` stores it as the authority.
    fileprivate var hosts: [String] {
        filter { $0.name.canonicalName == "host" }.map(\.value)
    }
}

extension ArraySlice<UInt8> {
    /// Trims spaces and tabs, the optional whitespace of RFC 9110.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}

extension StringProtocol {
    /// Trims spaces and tabs, the optional whitespace of RFC 9110.
    var trimmed: String {
        String(decoding: Array(utf8)[...].trimmed, as: UTF8.self)
    }
}
