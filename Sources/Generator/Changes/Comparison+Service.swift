import HandingerGeneratorModel

// Servers and credentials of the client.
extension Comparison {
    mutating func compareService() {
        let (a, b) = (old.api, new.api)
        if a.servers.first != b.servers.first {
            let text = "the default server is \(b.servers.first ?? "none") and was \(a.servers.first ?? "none")"
            add(.wire, .changed, "client", text, old: .field("servers", of: "#"), new: .field("servers", of: "#"))
        }
        compareServers()
        compareCredentials()
        if "\(a.security)" != "\(b.security)" {
            let places = (SpecPath.field("security", of: "#"), SpecPath.field("security", of: "#"))
            add(.wire, .changed, "client", "sends other credentials", old: places.0, new: places.1)
        }
        let info = SpecPath.field("info", of: "#")
        if a.version != b.version {
            add(
                .documentation,
                .changed,
                "APIInfo.version",
                "is \(b.version) and was \(a.version)",
                old: info,
                new: info
            )
        }
        if a.title != b.title || a.description != b.description {
            add(.documentation, .changed, "client", "is described in other words", old: info, new: info)
        }
    }
    /// Compares the credentials that the initializer takes.
    private mutating func compareCredentials() {
        let (previous, current) = (old.api.credentialArguments, new.api.credentialArguments)
        let place = SpecPath.field("securitySchemes", of: "#/components")
        for name in previous where !current.contains(name) {
            let reason = "code that makes a client with it does not compile"
            add(.breaking, .removed, "client", "no longer takes `\(name):`", because: reason, old: place, new: place)
        }
        for name in current where !previous.contains(name) {
            add(.compatible, .added, "client", "can be made with `\(name):`", old: place, new: place)
        }
        let kept = current.filter(previous.contains)
        if kept != previous.filter(current.contains) {
            let text = "takes its credentials in another order: `(\(kept.map { $0 + ":" }.joined()))`"
            let reason = "Swift wants the arguments of the initializer in order"
            add(.breaking, .changed, "client", text, because: reason, old: place, new: place)
        }
    }

    /// Compares the functions that build the URL of a server with variables.
    private mutating func compareServers() {
        let place = SpecPath.field("servers", of: "#")
        func symbol(_ server: ServerDeclaration) -> String {
            "APIInfo.\(server.functionName)(\(server.variables.map { $0.name + ":" }.joined()))"
        }
        for server in old.api.serverTemplates {
            guard let other = new.api.serverTemplates.first(where: { $0.functionName == server.functionName }) else {
                add(.breaking, .removed, symbol(server), "is gone", because: "calls do not compile", old: place)
                continue
            }
            let (previous, current) = (server.variables.map(\.name), other.variables.map(\.name))
            if current.filter(previous.contains) != previous {
                let text = "is now `\(symbol(other))`"
                let reason = "calls with these arguments do not compile"
                add(.breaking, .changed, symbol(server), text, because: reason, old: place, new: place)
            } else if previous != current {
                add(.compatible, .changed, symbol(server), "is now `\(symbol(other))`", old: place, new: place)
            } else if server.url != other.url
                || server.variables.map(\.defaultValue) != other.variables.map(\.defaultValue)
            {
                let text = "makes URLs of `\(other.url)` and made them of `\(server.url)`"
                add(.wire, .changed, symbol(server), text, old: place, new: place)
            }
        }
        for server in new.api.serverTemplates {
            guard !old.api.serverTemplates.contains(where: { $0.functionName == server.functionName }) else { continue }
            add(.compatible, .added, symbol(server), "is new", new: place)
        }
    }
}
