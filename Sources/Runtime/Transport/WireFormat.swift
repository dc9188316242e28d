public import HTTPTypes

extension HTTPRequest {
    /// The URL that a transport sends the request to.
    package var urlText: String { "\(scheme ?? "https")://\(authority ?? "")\(path ?? "/")" }

    /// The header fields to send, with all cookies in one `Cookie` field (RFC 6265 section 5.4).
    var wireFields: [HTTPField] {
        guard let cookies = headerFields[.cookie] else { return Array(headerFields) }
        return headerFields.filter { $0.name != .cookie } + [HTTPField(name: .cookie, value: cookies)]
    }
}

extension APIError {
    /// The request's body failed while it was read.
    static func unreadableBody(_ cause: any Error) -> APIError {
        let reason = Excerpt.of(FailureReason.text(of: cause))
        return APIError(.file, "The request's body cannot be read: \(reason)", cause: cause)
    }

    static var bodyOfAnotherLength: APIError {
        APIError(.file, "What is to be sent has another length than was said: a file may have changed meanwhile.")
    }
}

extension HTTPResponse.Status {
    /// Makes a status from a received code: three digits, the first not zero (RFC 9112 section 4). Unlike
    /// `init(code:reasonPhrase:)`, it does not trap for other numbers.
    ///
    /// - Throws: ``TransportError`` with reason ``TransportError/Reason/malformedResponse``.
    public init(received code: Int) throws {
        guard (100...999).contains(code) else {
            throw TransportError(.malformedResponse, "The response has the status \(code), which does not exist.")
        }
        self.init(code: code)
    }
}

extension HTTPResponse {
    /// The length of the body for its reader; nil if unknown, as for a body that is decompressed on the way.
    var decodedLength: Int64? {
        guard headerFields[.contentEncoding].map({ $0 == "identity" }) ?? true else { return nil }
        return headerFields[.contentLength].flatMap { Int64(digits: $0) }
    }
}
