import Foundation
import HTTPTypes
import Testing

@testable import APIRuntime

/// Escaping, quoting, splitting and searching for delimiters work on bytes.
///
/// A combining mark, a joiner, a variation selector or an enclosing keycap forms one `Character` with the ASCII
/// character before it. It must be treated like any letter there.
@Suite struct BytewiseTextTests {
    private static let marks: [Unicode.Scalar] = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"]
    /// A stand-in for a mark, which no escaped text contains.
    private static let letter = "q"
    /// All ASCII characters except letters and digits.
    private static let specials = (0...0x7F).map { Unicode.Scalar(UInt8($0)) }
        .filter { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }

    /// A text with a special character followed by a mark.
    private struct Sample {
        var special: Unicode.Scalar
        var follower: String

        var text: String { "a\(special)\(follower)b" }
        /// The special character at the start and at the end.
        var outer: String { "\(special)\(follower)a\(special)" }
    }

    private static func result<Value>(_ make: () throws -> Value) -> String {
        do { return "\(try make())" } catch { return "refused" }
    }

    private static func multipart(_ part: MultipartPart) throws -> String {
        let (body, _) = try MultipartWriter([part]).write { "BOUNDARY" }
        guard case .bytes(let bytes) = body.content else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func baseURL(_ text: String) throws -> String {
        let url = try BaseURL(text)
        return "\(url.scheme) \(url.authority) \(url.path) \(url.query ?? "-")"
    }

    private static func request(_ path: RequestPath, query: [QueryParameter] = []) throws -> String {
        let rendered = try path.render()
        let fields = try query.flatMap { try $0.fields() }.map { "\($0.name)=\($0.value)" }
        return "\(rendered.path) \(rendered.query ?? "-") \(fields)"
    }

    private static func target(ofRedirectTo location: String) throws -> String {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "h", path: "/x")
        let response = HTTPResponse(status: .found, headerFields: [.location: location])
        guard let next = try Redirect.next(after: response, to: request, body: nil) else { return "none" }
        return "\(next.request.authority ?? "") \(next.request.path ?? "")"
    }

    private static func environment(_ text: String) throws -> String {
        var configuration = APIClient.Configuration()
        configuration.environment = ["HEADERS": text]
        try configuration.addHeadersOfEnvironment("HEADERS")
        return configuration.headers.sortedMembers.map { "\($0.key)|\($0.value)" }.joined(separator: ",")
    }

    private static func user(_ name: String) throws -> String {
        var configuration = APIClient.Configuration()
        try configuration.use(username: name, password: "p")
        return configuration.credentials[.basic]?.reveal() ?? ""
    }

    private static func credential(_ scheme: SecurityScheme, _ key: String) throws -> String {
        var request = HTTPRequest(method: .get, scheme: "https", authority: "h", path: "/x?y=1")
        let credentials = Credentials(key: APIKey(key), keysByScheme: [:]).applied(to: [[scheme]])
        try credentials?.validate()
        credentials?.apply(to: &request, except: [])
        return "\(request.path ?? "") \(request.headerFields)"
    }

    /// Every escaper and splitter of the runtime.
    private static let functions: [(name: String, apply: @Sendable (Sample) throws -> String)] = [
        ("multipart name", { try multipart(.value($0.text, "v")) }),
        ("multipart filename", { try multipart(.file("f", FileUpload(Data(), filename: $0.text))) }),
        ("multipart content type", { try multipart(.value("n", "v", contentType: $0.text)) }),
        ("multipart header", { try multipart(.value("n", "v", headers: [HeaderParameter("X", $0.text)])) }),
        ("multipart value", { try multipart(.value("n", $0.text)) }),
        ("base URL path", { try baseURL("https://h/\($0.text)") }),
        ("base URL query", { try baseURL("https://h/?\($0.text)") }),
        ("base URL scheme", { try baseURL("https:\($0.special)\($0.follower)/h") }),
        ("base URL ends", { try baseURL($0.outer) }),
        ("base URL user", { try baseURL("https://u\($0.text)@h") }),
        ("authority", { "\(Authority("h\($0.text)")?.host ?? "none")" }),
        ("path literal", { try request(RequestPath("/p" + $0.text)) }),
        ("path value", { try request("/p/\($0.text, name: "n")/x") }),
        ("path matrix", { try request("/p\($0.text, name: "n", style: .matrix)") }),
        ("path list", { try request("/p/\([$0.text, "c"], name: "n")") }),
        ("path before a value", { try request(interpolated(literal: "/p" + $0.text + "=")) }),
        ("query name and value", { try request("/p", query: [QueryParameter($0.text, $0.text)]) }),
        ("query reserved", { try request("/p", query: [QueryParameter("n", $0.text, allowReserved: true)]) }),
        ("query list", { try request("/p", query: [QueryParameter("n", [$0.text, "c"], explode: false)]) }),
        ("query object", { try request("/p", query: [QueryParameter("n", [$0.text: $0.text], style: .deepObject)]) }),
        ("form field", { "\(try FormField($0.text, $0.text).pairs())" }),
        ("cookie", { "\(try CookieParameter($0.text, $0.text).fields())" }),
        ("cookie as it is", { "\(try CookieParameter("n", $0.text, style: .cookie).fields())" }),
        ("header value", { "\(try HeaderText.field("X", $0.text, code: .invalidRequest).value)|" }),
        ("header value ends", { "\(try HeaderText.field("X", $0.outer, code: .invalidRequest).value)|" }),
        ("headers of the environment", { try environment("X-A: 1\($0.text)\nX-B\($0.special)\($0.follower) 2") }),
        ("user name", { try user($0.text) }),
        ("key in the query", { try credential(.apiKey(in: .query, name: "k"), $0.text) }),
        ("key in a header", { try credential(.apiKey(in: .header, name: "X-K"), $0.text) }),
        ("key ends", { APIKey($0.outer).problem ?? "fine" }),
        ("redirect", { try target(ofRedirectTo: "/p\($0.text)") }),
        ("redirect elsewhere", { try target(ofRedirectTo: "https://h:8/p\($0.text)") }),
        ("redacted URL", { Redaction().url("https://u\($0.text)@h/p\($0.text)?token=\($0.text)&c=\($0.text)#x=1") }),
        ("redacted user", { Redaction().url("https:/\($0.special)\($0.follower)user:pass@h/") }),
        (
            "redacted query",
            { Redaction.query(["token=\($0.text)", "n\($0.text)=v", "token\($0.special)\($0.follower)v"]) }
        ),
        ("redacted JSON", { Redaction().body("{\"password\":\"\($0.text)\",\"c\":\"\($0.special)\($0.follower)\"}") }),
        ("redacted JSON name", { Redaction().body("{\"password\"\($0.special)\($0.follower):\"v\"}") }),
        ("redacted form", { Redaction().body("token=\($0.text)&c=1;x\($0.text)") }),
        (
            "redacted secret",
            { Redaction(secrets: ["hush\($0.special)"]).withoutSecrets("hush\($0.special)\($0.follower) x") }
        ),
        ("sensitive name", { "\(Redaction.isSensitive("x-token\($0.special)\($0.follower)"))" }),
        ("file name", { ContentDisposition.filename(in: "attachment; filename=\"\($0.text)\"") ?? "none" }),
        ("bare file name", { ContentDisposition.filename(in: "attachment; filename=\($0.text)") ?? "none" }),
        (
            "file name parameter",
            { ContentDisposition.filename(in: "x\($0.text); filename\($0.special)\($0.follower)v") ?? "none" }
        ),
        ("media type", { MediaType("text/x\($0.text)").essence }),
        ("media type ends", { MediaType("\($0.special)\($0.follower)application/json").essence }),
        ("JSON string", { String(decoding: try JSONCoding.encode([$0.text: $0.text]), as: UTF8.self) }),
        ("JSON value", { JSONValue.object([$0.text: .string($0.text)]).description }),
        (
            "event stream",
            { sample in
                var decoder = ServerSentEventDecoder()
                decoder.push(Array("data\(sample.special)\(sample.follower)x\n\ndata: \(sample.text)\n\n".utf8))
                return "\(try decoder.next()?.data ?? "-") \(try decoder.next()?.data ?? "-")"
            }
        ),
        ("content range", { "\(ContentRange("bytes 1-2\($0.special)\($0.follower)3")?.total ?? -1)" }),
    ]

    private static func interpolated(literal: String) -> RequestPath {
        var interpolation = RequestPath.StringInterpolation(literalCapacity: 0, interpolationCount: 1)
        interpolation.appendLiteral(literal)
        interpolation.appendInterpolation("v&w=x/y", name: "n")
        return RequestPath(stringInterpolation: interpolation)
    }

    @Test(arguments: functions.indices) func treatsMarksLikeLetters(index: Int) {
        let function = Self.functions[index]
        for special in Self.specials {
            let letter = Self.result { try function.apply(Sample(special: special, follower: Self.letter)) }
            for mark in Self.marks {
                let result = Self.result { try function.apply(Sample(special: special, follower: String(mark))) }
                // Marks may be percent-encoded, and invisible ones are removed from file names.
                let encoded = String(mark).utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
                let plain = result.replacing(bytes: [(encoded, Self.letter), (String(mark), Self.letter)])
                let isInvisible = function.name.contains("file name") && mark == "\u{200D}"
                let expected = isInvisible ? letter.replacing(bytes: [(Self.letter, "")]) : letter
                #expect(
                    plain.utf8.elementsEqual(expected.utf8),
                    "\(function.name) of U+\(String(special.value, radix: 16)) U+\(String(mark.value, radix: 16)): \(result), not \(letter)"
                )
            }
        }
    }

    /// Characters that would end the value and begin something else.
    @Test(arguments: marks) func escapesMultipartFields(mark: Unicode.Scalar) throws {
        for breakOut in ["\"", "\r\n", "\r", "\n", "\"; filename=\"x"] {
            let name = "a" + breakOut.unicodeScalars.map { "\($0)\(mark)" }.joined() + "b"
            let text = try Self.multipart(.file(name, FileUpload(Data("v".utf8), filename: name)))
            let head = text.prefix(while: { $0 != "v" }).utf8
            #expect(head.count { $0 == UInt8(ascii: "\"") } == 4)
            #expect(head.count { $0 == UInt8(ascii: "\n") } == 4)
            #expect(text.contains(bytes: "%22") || text.contains(bytes: "%0"))
        }
        #expect(MultipartWriter.escape("a\"b\r\nc\u{301}\"\u{301}") == "a%22b%0D%0Ac\u{301}%22\u{301}")
    }

    @Test func textIsCutByItsBytes() {
        #expect("a:\u{301}b:c".split(atByte: ":", maxSplits: 1).map(String.init) == ["a", "\u{301}b:c"])
        #expect("::a".split(atByte: ":") == ["", "", "a"])
        #expect("//a/\u{301}".pieces(betweenBytes: "/").map(String.init) == ["a", "\u{301}"])
        #expect("a/\u{301}b".prefix(beforeByteIn: "?/") == "a")
        #expect("ab".prefix(beforeByteIn: "?/") == "ab")
        #expect("a@\u{301}b@\u{301}".lastIndex(ofByte: "@").map { String("a@\u{301}b@\u{301}"[..<$0]) } == "a@\u{301}b")
        #expect("\"\u{301}".hasPrefix(bytes: "\"") && !"\"\u{301}".hasPrefix("\""))
        #expect("a\u{301}".hasSuffix(bytes: "\u{301}") && !"a\u{301}".hasSuffix(bytes: "a"))
        #expect("".hasSuffix(bytes: "") && !"a".hasSuffix(bytes: "aa"))
        #expect("x://\u{301}".contains(bytes: "://") && !"x:/".contains(bytes: "://"))
        #expect(" \t a \t".trimmingBlanks == "a" && "\n a".trimmingBlanks == "\n a" && " \t".trimmingBlanks.isEmpty)
        #expect("\u{3000}\n a\r\n".trimmingWhitespace == "a")
        #expect("aab".replacing(bytes: [("a", "aa"), ("ab", "x"), ("", "y")]) == "aaaab")
        #expect(!"\u{E9}".hasSameBytes(as: "e\u{301}") && "\u{E9}" == "e\u{301}")
        #expect(Set([BytewiseText("\u{E9}"), BytewiseText("e\u{301}"), BytewiseText("\u{E9}")]).count == 2)
        #expect(Int(digits: "007") == 7 && Int(digits: "+7") == nil && Int(digits: "") == nil)
        #expect(UInt8(digits: "256") == nil && UInt16(digits: "\u{667}") == nil)
    }
}
