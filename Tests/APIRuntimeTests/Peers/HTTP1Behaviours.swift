#if os(Linux)
@testable import APIRuntime

extension PeerBehaviour {
    /// Valid and invalid responses over HTTP/1.1.
    static let http1: [PeerBehaviour] =
        framing + chunks + heads + statusLines + compression + garbage + interim + cuts

    private static func answers(_ expected: Expectation, _ names: String...) -> [PeerBehaviour] {
        all(expected, names.map { "/answer/\($0)" })
    }

    /// RFC 9112 section 6.
    private static let framing =
        all(.body(.json), ["/ok", "/ok?piece=1&pause=1", "/ok?end=fin"])
        + all(.body(.pattern(70_000)), ["/body?size=70000", "/body?size=70000&form=chunks&chunk=5000"])
        + all(.body(.pattern(70_000)), ["/body?size=70000&form=close"])
        + answers(.body(.json), "until-close", "length-short", "length-short-forged", "garbage-after")
        + answers(.body(.json), "version-1.0", "version-1.0-open")
        + answers(.body(.empty), "no-content", "reset-content")
        + answers(.bodyOrFailure(.empty), "no-content-chunked", "no-content-length", "no-content-body")
        + answers(.status(304), "not-modified")
        + answers(.bodyOrFailure(.json), "length-twice", "length-list", "length-zeros", "length-and-chunked")
        + answers(.bodyOrFailure(.json), "version-1.0-chunked")
        + answers(.bodyOrFailure(.long), "coding-gzip-chunked")
        + answers(.failure(.lost), "length-long", "empty")
        + answers(.failure(.malformed), "length-differing", "length-differing-list", "length-negative", "length-word")
        + answers(.failure(.malformed), "length-trailing", "length-plus", "length-hexadecimal", "length-empty")
        + answers(.failure(.malformed), "length-overflow", "length-wrapping", "coding-unknown")

    /// RFC 9112 section 7.1.
    private static let chunks =
        answers(.body(.json), "chunks-fine", "chunks-extended", "chunks-trailers", "chunks-many-trailers")
        + answers(.bodyOrFailure(.json), "chunks-long-extension")
        + answers(.failure(.malformed), "chunks-word", "chunks-negative", "chunks-empty-size", "chunks-overflow")
        + answers(.failure(.malformed), "chunks-longer-than-said", "chunks-no-size-end")
        + answers(.failure(.broken), "chunks-largest")
        + answers(.failure(.lost), "chunks-cut-size", "chunks-cut-data", "chunks-cut-line", "chunks-no-last")
        + answers(.failure(.lost), "chunks-cut-last", "chunks-cut-trailer")

    private static let heads =
        answers(.body(.json), "latin-1", "utf-8", "folded", "repeated", "blanks", "value-empty")
        + all(.body(.json), ["/head?bytes=30000", "/head?fields=500"])
        + all(.failure(.refused), ["/head?bytes=10485760", "/head?fields=100000"])

    private static func line(_ expected: Expectation, _ texts: String...) -> [PeerBehaviour] {
        all(expected, texts.map { "/line?text=" + $0.replacing(" ", with: "%20") })
    }

    private static let statusLines =
        line(.body(.json), "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 caf%E9", "HTTP/1.1 299 Odd")
        + line(.status(999), "HTTP/1.1 999 Odd")
        + line(.status(404), "HTTP/1.1 404", "HTTP/1.0 404 Not Found")
        + line(.bodyOrFailure(.json), "HTTP/1.1 200OK", "HTTP/1.1  200 OK", "HTTP/1.1%09200 OK")
        + line(.failure(.malformed), "HTTP/1.1 99 Odd", "HTTP/1.1 1000 Odd", "HTTP/1.1 abc Odd", "HTTP/1.1 20 Odd")
        + line(.failure(.malformed), "HTTP/1.1 -20 Odd", "HTTP/1.1 000 Odd", "HTTP/1.1 2147483848 Odd", "HTTP/1.1")
        + line(.failure(.malformed), "HTTP/1.1200 OK", "HTTP/1.1 2 00 Odd")
        + answers(.failure(.malformed), "version-0.9", "version-5.1", "version-icy")
        + answers(.bodyOrFailure(.json), "version-1.9", "version-2", "version-lower")

    private static let compression =
        answers(.body(.long), "gzip", "gzip-upper", "gzip-old-name", "gzip-chunked", "gzip-until-close")
        + answers(.body(.long), "deflate", "deflate-raw", "encoding-identity")
        + answers(.bodyOrFailure(.json), "gzip-members")
        + answers(.bodyOrFailure(.long), "gzip-twice", "gzip-after")
        + answers(.bodyOrFailure(.empty), "gzip-empty")
        + answers(.failure(.broken), "gzip-cut", "gzip-cut-trailer", "gzip-cut-header", "deflate-cut")
        + answers(.failure(.broken), "deflate-raw-cut", "deflate-none")
        + answers(.failure(.malformed), "gzip-checksum", "gzip-damaged", "gzip-none", "brotli-none")
        + answers(.failure(.malformed), "encoding-unknown")
        + answers(.failure(.tooLarge), "gzip-bomb")
        + answers(.failure([.limitExceeded, .responseValidation]), "gzip-bomb-twice")

    private static let garbage =
        answers(.failure(.malformed), "garbage-only", "garbage-text", "garbage-tls", "garbage-html", "garbage-before")
        + answers(.failure(.malformed), "garbage-nul-before", "garbage-line", "garbage-nul")
        + answers(.bodyOrFailure(.json), "garbage-blank-before", "garbage-name-empty", "garbage-name-space")
        + answers(.bodyOrFailure(.json), "garbage-name-space-length", "garbage-name-control", "garbage-value-control")
        + answers(.bodyOrFailure(.json), "garbage-return", "line-feeds-only", "folded-first")

    private static let interim =
        answers(.body(.json), "interim-continue", "interim-hints", "interim-unknown")
        + all(.body(.json), ["/interim?count=20"])
        + all(.bodyOrFailure(.json), ["/interim?count=5000"])
        + answers(.failure(.lost), "interim-only")
        + answers(.failure([.otherStatus, .responseValidation]), "interim-switch")

    /// Connections that end in the status line, in the head, at its end and in the body; `cut` is a FIN without close_notify.
    private static let cuts: [PeerBehaviour] =
        ["fin", "cut", "rst"].flatMap { how in
            ["length", "chunks"].flatMap { form in
                [0, 1, 17, 60, 600].map { byte in
                    PeerBehaviour("/body?size=1000&form=\(form)&cut=\(byte)&how=\(how)", .failure(.lost))
                }
            } + [PeerBehaviour("/interim?cut=45&how=\(how)", .failure(.lost))]
        } + [PeerBehaviour("/body?size=1000&form=close&end=rst", .failure(.lost))]
        // close_notify would prove that the body is complete, but OpenSSL does not report it to libcurl by default.
        + [PeerBehaviour("/body?size=1000&form=close&end=cut", .bodyOrFailure(.pattern(1_000)))]
}
#endif
