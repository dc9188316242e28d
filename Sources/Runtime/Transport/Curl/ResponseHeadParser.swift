import HTTPTypes

/// Builds the head of a response from its lines (RFC 9112 sections 4 and 5), which come one at a time.
///
/// Interim responses (RFC 9110 section 15.2) and trailers are skipped.
struct ResponseHeadParser {
    private enum State {
        case statusLine
        case fields
        case finished
    }

    /// The maximum size of the heads of one exchange, including trailers and interim responses.
    static let maximumSize = 256 << 10
    /// The maximum number of their fields; `HTTPFields` traps at 65,535.
    static let maximumFieldCount = 10_000

    private let allowsHTTP2: Bool
    private var state = State.statusLine
    private var response = HTTPResponse(status: .ok)
    private var size = 0
    private var fieldCount = 0
    /// A field whose value may continue on the next line (RFC 9112 section 5.2).
    private var lastField: (name: HTTPField.Name, value: [UInt8])?

    /// - Parameter allowsHTTP2: Whether the lines may be libcurl's rendering of an HTTP/2 response.
    init(allowsHTTP2: Bool) {
        self.allowsHTTP2 = allowsHTTP2
    }

    /// Takes the next line, with its line end.
    ///
    /// - Returns: The head, once its last line is there.
    /// - Throws: ``TransportError`` with ``TransportError/Reason/malformedResponse``.
    mutating func receive(_ line: UnsafeBufferPointer<UInt8>) throws -> HTTPResponse? {
        size += line.count
        guard size <= Self.maximumSize else {
            throw Self.malformed("its header fields have more than \(Self.maximumSize) bytes")
        }
        let text = line.trimmingLineEnd()
        if state != .statusLine {
            fieldCount += 1
            guard fieldCount <= Self.maximumFieldCount else {
                throw Self.malformed("it has more than \(Self.maximumFieldCount) header fields")
            }
        }
        switch state {
        case .statusLine:
            response = HTTPResponse(status: try status(text))
            state = .fields
        case .fields where text.isEmpty:
            return try finish()
        case .fields where text[text.startIndex].isBlank:
            guard lastField != nil else { throw Self.malformed("its first header field is a continued line") }
            lastField?.value += [UInt8(ascii: " ")] + text.trimmingBlanks()
        case .fields:
            appendLastField()
            lastField = try Self.field(text)
        case .finished:
            break
        }
        return nil
    }

    private mutating func finish() throws -> HTTPResponse? {
        appendLastField()
        if response.status.kind == .informational, response.status != .switchingProtocols {
            state = .statusLine
            return nil
        }
        try Self.checkLength(of: response)
        state = .finished
        return response
    }

    private mutating func appendLastField() {
        guard let (name, value) = lastField.take() else { return }
        response.headerFields.append(HTTPField(name: name, lenientValue: value))
    }

    /// `HTTP/1.1 200 OK`; the reason may be missing.
    private func status(_ line: Slice<UnsafeBufferPointer<UInt8>>) throws -> HTTPResponse.Status {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard line.starts(with: "HTTP/1.".utf8) || allowsHTTP2 && line.starts(with: "HTTP/2".utf8), parts.count >= 2,
            parts[1].count == 3,
            parts[1].allSatisfy({ (0x30...0x39).contains($0) })
        else { throw Self.malformed("it does not begin with a status line") }
        let code = parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard code >= 100 else { throw Self.malformed("its status is \(code)") }
        return HTTPResponse.Status(code: code)
    }

    private static func field(
        _ line: Slice<UnsafeBufferPointer<UInt8>>
    ) throws -> (name: HTTPField.Name, value: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { throw malformed("a line of its head is not a header field") }
        return (name, Array(line[line.index(after: colon)...].trimmingBlanks()))
    }

    /// Rejects contradictory or malformed lengths, which leave the end of the body open (RFC 9112 section 6.3).
    private static func checkLength(of response: HTTPResponse) throws {
        let lengths = response.headerFields[values: .contentLength]
        guard !lengths.isEmpty, response.headerFields[.transferEncoding] == nil else { return }
        let values = Set(
            lengths.flatMap { $0.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) }
                .map { Array($0.trimmingBlanks()) }
        )
        guard values.count == 1, let value = values.first, !value.isEmpty,
            value.allSatisfy({ (0x30...0x39).contains($0) }), Int64(String(decoding: value, as: UTF8.self)) != nil
        else { throw malformed("its Content-Length is not one number") }
    }

    private static func malformed(_ problem: String) -> TransportError {
        TransportError(.malformedResponse, "The response is not valid HTTP: \(problem).")
    }
}

extension UInt8 {
    /// Whether this is a space or a tab (RFC 9110 section 5.6.3).
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

extension BidirectionalCollection<UInt8> {
    fileprivate func trimmingBlanks() -> SubSequence {
        let rest = drop { $0.isBlank }
        return rest.lastIndex { !$0.isBlank }.map { rest[...$0] } ?? rest
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func trimmingLineEnd() -> Slice<Self> {
        var rest = self[...]
        if rest.last == 0x0A { rest = rest.dropLast() }
        if rest.last == 0x0D { rest = rest.dropLast() }
        return rest
    }
}
