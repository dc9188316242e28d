import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// The bytes of every style × type × emptiness of a parameter, sent by generated methods.
///
/// The expected texts are written by hand from the table of OpenAPI 3.1.1, section 4.8.12.4 (3.0.4: 4.7.12.4), whose
/// values are those of ``Values/plain``, and from RFC 6570, to which the table refers.
@Suite struct WireParameterTests {
    /// One value of each type.
    struct Values {
        var text: String?
        var number: Int?
        var flag: Bool?
        var list: [String]?
        var color: Color?

        /// The values of the table in OpenAPI.
        static let plain = Values(
            text: "blue",
            number: 100,
            flag: true,
            list: ["blue", "black", "brown"],
            color: Color(r: 100, g: 200, b: 150)
        )
        /// Characters with a meaning in URLs, in the styles or in cookies, and letters outside ASCII.
        static let special = Values(
            text: "a/b?c#d&e+f%g=h;i é",
            number: -1,
            flag: false,
            list: ["a,b", "c|d e", "f&g=h.i;é"],
            color: Color(name: "x=y,z&é")
        )
        static let empty = Values(text: "", list: [], color: Color())
        static let single = Values(list: [""], color: Color(name: ""))
        static let omitted = Values()
    }

    private func client(_ recorder: Recorder) throws -> HandingerFixtureAPIClient.Wire { try recorder.client.wire }

    private func sent(
        _ call: (HandingerFixtureAPIClient.Wire) async throws -> Void
    ) async throws -> RecordedRequest {
        let recorder = Recorder("", status: .noContent)
        try await call(recorder.client.wire)
        return try #require(recorder.sent.first)
    }

    // MARK: - Path (styles simple, label and matrix)

    private typealias PathCall = @Sendable (HandingerFixtureAPIClient.Wire, Values) async throws -> Void

    private static let pathCalls: [String: PathCall] = [
        "simple": {
            try await $0.simple(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
        "simpleExploded": {
            try await $0.simpleExploded(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
        "label": {
            try await $0.label(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
        "labelExploded": {
            try await $0.labelExploded(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
        "matrix": {
            try await $0.matrix(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
        "matrixExploded": {
            try await $0.matrixExploded(
                text: $1.text ?? "",
                number: $1.number ?? 0,
                flag: $1.flag ?? false,
                list: $1.list ?? [],
                color: $1.color ?? Color()
            )
        },
    ]

    @Test(arguments: [
        // RFC 6570, section 3.2.2.
        ("simple", "blue/100/true/blue,black,brown/R,100,G,200,B,150"),
        ("simpleExploded", "blue/100/true/blue,black,brown/R=100,G=200,B=150"),
        // Section 3.2.5.
        ("label", ".blue/.100/.true/.blue,black,brown/.R,100,G,200,B,150"),
        ("labelExploded", ".blue/.100/.true/.blue.black.brown/.R=100.G=200.B=150"),
        // Section 3.2.7.
        ("matrix", ";text=blue/;number=100/;flag=true/;list=blue,black,brown/;color=R,100,G,200,B,150"),
        (
            "matrixExploded",
            ";text=blue/;number=100/;flag=true/;list=blue;list=black;list=brown/;R=100;G=200;B=150"
        ),
    ])
    func path(_ style: String, _ expected: String) async throws {
        let call = try #require(Self.pathCalls[style])
        #expect(try await sent { try await call($0, .plain) }.target == "/v2/wire/\(style)/" + expected)
    }

    /// RFC 6570, section 3.2.1: everything but unreserved characters is escaped. A plain text keeps sub-delimiters,
    /// `:` and `@`, which mean nothing within a segment (RFC 3986, section 3.3).
    @Test(arguments: [
        (
            "simple",
            "a%2Fb%3Fc%23d&e+f%25g=h;i%20%C3%A9/-1/false/a%2Cb,c%7Cd%20e,f%26g%3Dh.i%3B%C3%A9/name,x%3Dy%2Cz%26%C3%A9"
        ),
        (
            "labelExploded",
            ".a%2Fb%3Fc%23d&e+f%25g=h;i%20%C3%A9/.-1/.false/.a%2Cb.c%7Cd%20e.f%26g%3Dh.i%3B%C3%A9/.name=x%3Dy%2Cz%26%C3%A9"
        ),
        (
            "matrixExploded",
            ";text=a%2Fb%3Fc%23d%26e%2Bf%25g%3Dh%3Bi%20%C3%A9/;number=-1/;flag=false"
                + "/;list=a%2Cb;list=c%7Cd%20e;list=f%26g%3Dh.i%3B%C3%A9/;name=x%3Dy%2Cz%26%C3%A9"
        ),
    ])
    func pathWithSpecialCharacters(_ style: String, _ expected: String) async throws {
        let call = try #require(Self.pathCalls[style])
        #expect(try await sent { try await call($0, .special) }.target == "/v2/wire/\(style)/" + expected)
    }

    /// An empty segment would be another path, and an empty list or object has no form (RFC 6570, section 2.3). The
    /// style `matrix` writes the name alone (section 3.2.7).
    @Test func emptyPathParameters() async throws {
        for (style, call) in Self.pathCalls {
            var values = Values.plain
            values.list = []
            await #expect(throws: APIError.self, "\(style)") { _ = try await sent { try await call($0, values) } }
            values = .plain
            values.color = Color()
            await #expect(throws: APIError.self, "\(style)") { _ = try await sent { try await call($0, values) } }
            values = .plain
            values.text = ""
            if style.hasPrefix("matrix") {
                let target = try await sent { try await call($0, values) }.target
                #expect(target.hasPrefix("/v2/wire/\(style)/;text/;number=100/"))
            } else {
                await #expect(throws: APIError.self, "\(style)") { _ = try await sent { try await call($0, values) } }
            }
        }
    }

    // MARK: - Query (styles form, spaceDelimited, pipeDelimited and deepObject)

    private static let queryCalls: [String: PathCall] = [
        "form": {
            try await $0.form(text: $1.text, number: $1.number, flag: $1.flag, list: $1.list, color: $1.color)
        },
        "formExploded": {
            try await $0.formExploded(text: $1.text, number: $1.number, flag: $1.flag, list: $1.list, color: $1.color)
        },
        "spaceDelimited": { try await $0.spaceDelimited(list: $1.list, color: $1.color) },
        "spaceDelimitedExploded": { try await $0.spaceDelimitedExploded(list: $1.list, color: $1.color) },
        "pipeDelimited": { try await $0.pipeDelimited(list: $1.list, color: $1.color) },
        "pipeDelimitedExploded": { try await $0.pipeDelimitedExploded(list: $1.list, color: $1.color) },
        "deepObjectExploded": { try await $0.deepObjectExploded(color: $1.color) },
        "reserved": { try await $0.reserved(text: $1.text, list: $1.list) },
        "content": { try await $0.content(color: $1.color) },
    ]

    @Test(arguments: [
        // RFC 6570, section 3.2.8; a single `?` begins the query.
        (
            "form", "text=blue&number=100&flag=true&list=blue,black,brown&color=R,100,G,200,B,150",
            "text=a%2Fb%3Fc%23d%26e%2Bf%25g%3Dh%3Bi%20%C3%A9&number=-1&flag=false"
                + "&list=a%2Cb,c%7Cd%20e,f%26g%3Dh.i%3B%C3%A9&color=name,x%3Dy%2Cz%26%C3%A9",
            "text=", "list=&color=name,"
        ),
        (
            "formExploded", "text=blue&number=100&flag=true&list=blue&list=black&list=brown&R=100&G=200&B=150",
            "text=a%2Fb%3Fc%23d%26e%2Bf%25g%3Dh%3Bi%20%C3%A9&number=-1&flag=false"
                + "&list=a%2Cb&list=c%7Cd%20e&list=f%26g%3Dh.i%3B%C3%A9&name=x%3Dy%2Cz%26%C3%A9",
            "text=", "list=&name="
        ),
        // OpenAPI 3.1.1, section 4.8.12.4: the delimiter is percent-encoded.
        (
            "spaceDelimited", "list=blue%20black%20brown&color=R%20100%20G%20200%20B%20150",
            "list=a%2Cb%20c%7Cd%20e%20f%26g%3Dh.i%3B%C3%A9&color=name%20x%3Dy%2Cz%26%C3%A9", "", "list=&color=name%20"
        ),
        (
            "pipeDelimited", "list=blue%7Cblack%7Cbrown&color=R%7C100%7CG%7C200%7CB%7C150",
            "list=a%2Cb%7Cc%7Cd%20e%7Cf%26g%3Dh.i%3B%C3%A9&color=name%7Cx%3Dy%2Cz%26%C3%A9", "", "list=&color=name%7C"
        ),
        // Not defined with explode; as form, which has no delimiter to choose (OpenAPI 3.0.4, section 4.7.12.4).
        (
            "spaceDelimitedExploded", "list=blue&list=black&list=brown&R=100&G=200&B=150",
            "list=a%2Cb&list=c%7Cd%20e&list=f%26g%3Dh.i%3B%C3%A9&name=x%3Dy%2Cz%26%C3%A9", "", "list=&name="
        ),
        (
            "pipeDelimitedExploded", "list=blue&list=black&list=brown&R=100&G=200&B=150",
            "list=a%2Cb&list=c%7Cd%20e&list=f%26g%3Dh.i%3B%C3%A9&name=x%3Dy%2Cz%26%C3%A9", "", "list=&name="
        ),
        // OpenAPI 3.1.1, section 4.8.12.4: the brackets are percent-encoded.
        (
            "deepObjectExploded", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            "color%5Bname%5D=x%3Dy%2Cz%26%C3%A9", "", "color%5Bname%5D="
        ),
        // RFC 6570, section 3.2.3, without the characters that would end or split the query.
        (
            "reserved", "text=blue&list=blue,black,brown",
            "text=a/b?c%23d%26e%2Bf%25g=h;i%20%C3%A9&list=a,b,c%7Cd%20e,f%26g=h.i;%C3%A9", "text=", "list="
        ),
        // OpenAPI 3.1.1, section 4.8.12.2.2: the text of the media type, percent-encoded.
        (
            "content", "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
            "color=%7B%22name%22%3A%22x%3Dy%2Cz%26%C3%A9%22%7D", "color=%7B%7D", "color=%7B%22name%22%3A%22%22%7D"
        ),
    ])
    func query(_ style: String, _ plain: String, _ special: String, _ empty: String, _ single: String) async throws {
        let call = try #require(Self.queryCalls[style])
        let rows: [(Values, String)] = [
            (.plain, plain), (.special, special), (.empty, empty), (.single, single), (.omitted, ""),
        ]
        for (values, expected) in rows {
            let target = try await sent { try await call($0, values) }.target
            #expect(target == "/v2/wire/\(style)" + (expected.isEmpty ? "" : "?" + expected))
        }
    }

    // MARK: - Headers (style simple)

    /// Header values are not percent-encoded (OpenAPI 3.1.1, appendix D).
    @Test func headers() async throws {
        func values(_ request: RecordedRequest) -> [String?] {
            ["X-Text", "X-Number", "X-Flag", "X-List", "X-Color"].map { request.headers[$0] }
        }
        let rows: [(Values, flat: [String?], exploded: [String?])] = [
            (
                .plain, ["blue", "100", "true", "blue,black,brown", "R,100,G,200,B,150"],
                ["blue", "100", "true", "blue,black,brown", "R=100,G=200,B=150"]
            ),
            (
                .special, ["a/b?c#d&e+f%g=h;i é", "-1", "false", "a,b,c|d e,f&g=h.i;é", "name,x=y,z&é"],
                ["a/b?c#d&e+f%g=h;i é", "-1", "false", "a,b,c|d e,f&g=h.i;é", "name=x=y,z&é"]
            ),
            (.empty, ["", nil, nil, "", ""], ["", nil, nil, "", ""]),
            (.omitted, [nil, nil, nil, nil, nil], [nil, nil, nil, nil, nil]),
        ]
        for (row, flat, exploded) in rows {
            let request = try await sent {
                try await $0.header(
                    xText: row.text,
                    xNumber: row.number,
                    xFlag: row.flag,
                    xList: row.list,
                    xColor: row.color
                )
            }
            #expect(values(request) == flat)
            let other = try await sent {
                try await $0.headerExploded(
                    xText: row.text,
                    xNumber: row.number,
                    xFlag: row.flag,
                    xList: row.list,
                    xColor: row.color
                )
            }
            #expect(values(other) == exploded)
        }
        let json = try await sent { try await $0.content(xColor: Color(r: 1)) }
        #expect(json.headers["X-Color"] == #"{"R":1}"#)
    }

    // MARK: - Cookies (styles form and cookie)

    /// RFC 6265, section 4.2.1: pairs are separated by `; `. In the style `form` values are percent-encoded; in the style
    /// `cookie` (OpenAPI 3.2.0, section 4.12.4) only what a cookie cannot hold is.
    @Test func cookies() async throws {
        let rows: [(Values, flat: String?, exploded: String?, plain: String?)] = [
            (
                .plain, "text=blue; number=100; flag=true; list=blue,black,brown; color=R,100,G,200,B,150",
                "text=blue; number=100; flag=true; list=blue; list=black; list=brown; R=100; G=200; B=150",
                "text=blue; number=100; flag=true; list=blue; list=black; list=brown; R=100; G=200; B=150"
            ),
            (
                .special,
                "text=a%2Fb%3Fc%23d%26e%2Bf%25g%3Dh%3Bi%20%C3%A9; number=-1; flag=false; "
                    + "list=a%2Cb,c%7Cd%20e,f%26g%3Dh.i%3B%C3%A9; color=name,x%3Dy%2Cz%26%C3%A9",
                "text=a%2Fb%3Fc%23d%26e%2Bf%25g%3Dh%3Bi%20%C3%A9; number=-1; flag=false; "
                    + "list=a%2Cb; list=c%7Cd%20e; list=f%26g%3Dh.i%3B%C3%A9; name=x%3Dy%2Cz%26%C3%A9",
                "text=a/b?c#d&e+f%g=h%3Bi%20%C3%A9; number=-1; flag=false; "
                    + "list=a%2Cb; list=c|d%20e; list=f&g=h.i%3B%C3%A9; name=x=y%2Cz&%C3%A9"
            ),
            (.empty, "text=", "text=", "text="), (.omitted, nil, nil, nil),
        ]
        for (row, flat, exploded, plain) in rows {
            let form = try await sent {
                try await $0.cookie(
                    text: row.text,
                    number: row.number,
                    flag: row.flag,
                    list: row.list,
                    color: row.color
                )
            }
            #expect(form.headers["Cookie"] == flat)
            let pairs = try await sent {
                try await $0.cookieExploded(
                    text: row.text,
                    number: row.number,
                    flag: row.flag,
                    list: row.list,
                    color: row.color
                )
            }
            #expect(pairs.headers["Cookie"] == exploded)
            let cookie = try await sent {
                try await $0.cookieStyle(
                    text: row.text,
                    number: row.number,
                    flag: row.flag,
                    list: row.list,
                    color: row.color
                )
            }
            #expect(cookie.headers["Cookie"] == plain)
        }
    }
}
