#if os(Linux)
@testable import APIRuntime

extension PeerBehaviour {
    /// Valid and invalid responses over HTTP/2.
    static let http2: [PeerBehaviour] = framing + heads + compression + resets + departures + frames + cuts

    private static func answers(_ expected: Expectation, _ names: String...) -> [PeerBehaviour] {
        all(expected, names.map { "/answer/\($0)" })
    }

    private static let framing =
        all(.body(.json), ["/ok", "/ok?piece=1&pause=1", "/interim", "/interim?count=20", "/trailers"])
        + all(.body(.pattern(70_000)), ["/body?size=70000", "/body?size=70000&form=none&piece=1000"])
        + answers(.body(.json), "until-close")
        + answers(.body(.empty), "no-content", "reset-content")
        + answers(.status(304), "not-modified")
        + answers(.bodyOrFailure(.json), "length-twice", "length-list", "length-zeros")
        // RFC 9113 section 8.1.1.
        + answers(.failure(.broken), "length-long", "length-short", "length-differing", "length-negative")
        + answers(.failure(.broken), "length-word", "length-plus", "length-overflow", "length-wrapping", "length-empty")

    /// RFC 9113 section 8.2.
    private static let heads =
        answers(.body(.json), "latin-1", "utf-8", "repeated", "blanks", "value-empty")
        + all(.body(.json), ["/head?bytes=30000", "/head?fields=500", "/fields"])
        + all(.failure(.refused.union([.timeout])), ["/head?bytes=10485760", "/head?fields=100000"])
        + all(
            .failure(.broken),
            [
                "no-status", "two-statuses", "late-status", "pseudo", "unknown-pseudo", "upper", "line-feed", "nul",
                "name-empty",
            ].map { "/fields?form=\($0)" }
        )
        + all(.bodyOrFailure(.json), ["/fields?form=connection", "/fields?form=coding"])
        + all(.failure(.broken), ["99", "1000", "abc", "20", "-20", "101", "199"].map { "/fields?status=\($0)" })
        + [PeerBehaviour("/fields?status=404", .status(404)), PeerBehaviour("/fields?status=999", .status(999))]

    private static let compression =
        answers(.body(.long), "gzip", "gzip-upper", "deflate", "deflate-raw", "encoding-identity")
        + answers(.failure(.broken), "gzip-cut", "gzip-cut-trailer", "gzip-cut-header", "deflate-cut", "gzip-none")
        + answers(.failure(.malformed), "gzip-checksum", "gzip-damaged", "encoding-unknown", "brotli-none")
        + answers(.failure(.tooLarge), "gzip-bomb")

    /// INTERNAL_ERROR, CANCEL, ENHANCE_YOUR_CALM and NO_ERROR, none of which proves that a body is complete.
    private static let resets: [PeerBehaviour] =
        [2, 8, 11].flatMap { code in
            all(.failure(.lost), ["start", "head", "body", "end"].map { "/reset?code=\(code)&at=\($0)" })
        }
        + all(.failure(.lost), ["/reset?code=0", "/reset?code=0&at=head&length=7", "/reset?code=0&at=body&length=7"])
        + all(.bodyOrFailure(.json), ["/reset?code=0&at=end&length=7"])
        // Without a length, older versions of libcurl treat NO_ERROR as the end of the response.
        + (CurlLibrary.provesEndOfStreams
            ? all(.failure(.lost), ["head", "body", "end"].map { "/reset?code=0&at=\($0)" }) : [])

    private static let departures =
        all(.body(.json), ["/goaway", "/goaway?at=body"])
        + all(.failure(.lost), ["/goaway?then=end", "/goaway?at=body&then=end", "/goaway?code=2&then=end"])
        + all(.failure(.lost), ["/goaway?at=body&code=2&then=end", "/goaway?at=body&code=11&then=end"])

    /// Frames that RFC 9113 forbids, before a valid response.
    private static let frames =
        all(
            .failure(.broken),
            [
                "garbage", "http1", "oversize", "data-first", "data-nowhere", "even", "compression", "cut-block",
                "window", "window-zero", "settings",
            ].map { "/frames?form=\($0)" }
        )
        + all(.bodyOrFailure(.json), ["/frames?form=push", "/frames?form=reset-nowhere"])
        + all(.body(.json), ["/frames?form=unknown"])

    private static let cuts: [PeerBehaviour] =
        ["fin", "cut", "rst"].flatMap { how in
            [0, 4, 15, 500].flatMap { byte in
                ["length", "none"].map {
                    PeerBehaviour("/body?size=1000&form=\($0)&cut=\(byte)&how=\(how)", .failure(.lost))
                }
            }
        }
}
#endif
