import APIRuntime

extension HTTPResponse.Status {
    /// The code and reason phrase, `404 Not Found`. HTTP/2 and some transports omit the phrase, so a table supplies it.
    var phrase: String {
        let name = reasonPhrase.isEmpty ? Self.known.first { $0.code == code }?.reasonPhrase ?? "" : reasonPhrase
        return name.isEmpty ? "\(code)" : "\(code) \(name.terminalSafeLine)"
    }

    /// Common statuses of RFC 9110 and RFC 6585.
    private static let known: [HTTPResponse.Status] = [
        .ok, .created, .accepted, .noContent, .partialContent, .movedPermanently, .found, .seeOther, .notModified,
        .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed,
        .notAcceptable, .requestTimeout, .conflict, .gone, .lengthRequired, .preconditionFailed, .contentTooLarge,
        .uriTooLong, .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed, .misdirectedRequest,
        .unprocessableContent, .tooEarly, .upgradeRequired, .preconditionRequired, .tooManyRequests,
        .requestHeaderFieldsTooLarge, .unavailableForLegalReasons, .internalServerError, .notImplemented, .badGateway,
        .serviceUnavailable, .gatewayTimeout,
    ]
}
