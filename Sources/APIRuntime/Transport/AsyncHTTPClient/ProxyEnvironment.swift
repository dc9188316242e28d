import Foundation
import HTTPTypes

/// The proxy that the environment names for a request, by the rules of curl.
///
/// `http_proxy` counts in lower case only, because a CGI program gets `HTTP_PROXY` from a header of its caller.
struct ProxyEnvironment: Sendable {
    /// Where a proxy is.
    struct Proxy: Hashable, Sendable {
        var isSOCKS = false
        var host: String
        var port: Int
        var user: String?
        var password: String?
    }

    private let variables: [String: String]

    init(_ environment: [String: String]) {
        var variables: [String: String] = [:]
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            let value = environment[name] ?? (name == "http_proxy" ? nil : environment[name.uppercased()])
            if let value = value?.trimmingCharacters(in: .whitespaces), !value.isEmpty { variables[name] = value }
        }
        self.variables = variables
    }

    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the variable holds no proxy that can be used.
    func proxy(for request: HTTPRequest) throws -> Proxy? {
        if variables.isEmpty { return nil }
        let scheme = request.scheme ?? "https"
        let name = variables["\(scheme)_proxy"] == nil ? "all_proxy" : "\(scheme)_proxy"
        guard let text = variables[name], let url = URL(string: request.urlText), !isExempt(url) else { return nil }
        // The value may hold a password, so the message does not show it.
        guard let proxy = Self.proxy(text) else {
            throw APIError(
                .configuration,
                "The environment variable \(name) is not the URL of an HTTP or SOCKS5 proxy."
            )
        }
        return proxy
    }

    private static func proxy(_ text: String) -> Proxy? {
        guard let url = URLComponents(string: text.contains("://") ? text : "http://\(text)"),
            let host = url.host, !host.isEmpty
        else { return nil }
        let defaultPort: Int
        switch url.scheme?.lowercased() {
        case "http": defaultPort = 80
        case "socks5", "socks5h": defaultPort = 1_080
        default: return nil
        }
        return Proxy(
            isSOCKS: defaultPort == 1_080,
            host: host.trimmingCharacters(in: ["[", "]"]),
            port: url.port ?? defaultPort,
            user: url.user,
            password: url.password
        )
    }

    /// Whether `no_proxy` names the host, one of its parent domains, or every host.
    private func isExempt(_ url: URL) -> Bool {
        guard let list = variables["no_proxy"], let host = url.host?.lowercased() else { return false }
        let port = url.port ?? (url.scheme == "http" ? 80 : 443)
        return list.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            if entry == "*" { return true }
            var name = String(entry)
            if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon || name.hasPrefix("["),
                let number = Int(name[name.index(after: colon)...])
            {
                guard number == port else { return false }
                name = String(name[..<colon])
            }
            name = name.trimmingCharacters(in: ["[", "]"])
            if name.hasPrefix(".") { name.removeFirst() }
            return host == name || host.hasSuffix("." + name)
        }
    }
}

#if AsyncHTTPClient
import AsyncHTTPClient

extension HTTPClient.Configuration.Proxy {
    init(_ proxy: ProxyEnvironment.Proxy) throws {
        if proxy.isSOCKS {
            guard proxy.user == nil else {
                throw APIError(
                    .configuration,
                    "A SOCKS proxy with a user name, as the environment has it, cannot be used."
                )
            }
            self = .socksServer(host: proxy.host, port: proxy.port)
        } else {
            let authorization = proxy.user.map {
                HTTPClient.Authorization.basic(username: $0, password: proxy.password ?? "")
            }
            self = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
    }
}
#endif
