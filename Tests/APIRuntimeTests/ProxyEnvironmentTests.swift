import Testing

@testable import APIRuntime

@Suite struct ProxyEnvironmentTests {
    private func proxy(_ environment: [String: String], _ url: String = "https://api.example.com/x") throws -> String? {
        let parts = url.split(separator: "/", maxSplits: 3)
        let request = HTTPRequest(
            method: .get,
            scheme: String(parts[0].dropLast()),
            authority: String(parts[1]),
            path: "/x"
        )
        return try ProxyEnvironment(environment).proxy(for: request).map { proxy in
            let user = proxy.user.map { "\($0):\(proxy.password ?? "")@" } ?? ""
            return "\(proxy.isSOCKS ? "socks" : "http") \(user)\(proxy.host) \(proxy.port)"
        }
    }

    @Test func theSchemeDecides() throws {
        #expect(try proxy([:]) == nil)
        #expect(try proxy(["https_proxy": "http://p:3128"]) == "http p 3128")
        #expect(try proxy(["HTTPS_PROXY": "http://p:3128"]) == "http p 3128")
        #expect(try proxy(["http_proxy": "http://p:3128"]) == nil)
        #expect(try proxy(["http_proxy": "http://p:3128"], "http://a/x") == "http p 3128")
        #expect(try proxy(["https_proxy": "http://s:1", "all_proxy": "http://p:2"]) == "http s 1")
        #expect(try proxy(["ALL_PROXY": "socks5://p"]) == "socks p 1080")
        #expect(try proxy(["https_proxy": ""]) == nil)
    }

    @Test func theCallersHeaderIsNoProxy() throws {
        #expect(try proxy(["HTTP_PROXY": "http://evil:1"], "http://a/x") == nil)
    }

    @Test func formsOfAProxy() throws {
        #expect(try proxy(["https_proxy": "p:3128"]) == "http p 3128")
        #expect(try proxy(["https_proxy": "http://p"]) == "http p 80")
        #expect(try proxy(["https_proxy": "http://u:p%40ss@p:1/"]) == "http u:p@ss@p 1")
        #expect(try proxy(["https_proxy": "http://[::1]:8080"]) == "http ::1 8080")
    }

    @Test(arguments: ["ftp://p", "http://", "://"])
    func anythingElseIsAnErrorThatShowsNoPassword(text: String) throws {
        let error = try #require(throws: APIError.self) { try proxy(["https_proxy": text + "?SECRET"]) }
        #expect(error.code == .configuration)
        #expect(error.message.contains("https_proxy"))
        #expect(!error.message.contains("SECRET"))
    }

    @Test(arguments: [
        ("*", true), ("api.example.com", true), ("example.com", true), (".example.com", true), ("EXAMPLE.com", true),
        ("ample.com", false), ("other.com, example.com", true), ("other.com", false), ("api.example.com:443", true),
        ("api.example.com:8443", false), ("", false),
    ])
    func noProxyExempts(list: String, isExempt: Bool) throws {
        let found = try proxy(["https_proxy": "http://p:1", "no_proxy": list])
        #expect((found == nil) == isExempt)
    }

    @Test func noProxyTakesAddresses() throws {
        let environment = ["http_proxy": "http://p:1", "no_proxy": "127.0.0.1,[::1]"]
        #expect(try proxy(environment, "http://127.0.0.1:8080/x") == nil)
        #expect(try proxy(environment, "http://[::1]:8080/x") == nil)
        #expect(try proxy(environment, "http://127.0.0.2:8080/x") == "http p 1")
    }
}
