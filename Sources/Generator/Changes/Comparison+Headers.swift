import HandingerGeneratorModel

// Structures of response headers. All their properties are optional, even for required headers.
extension Comparison {
    mutating func compareHeaders(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        let (previous, current) = (a.endpoint, b.endpoint)
        switch (previous.headersName, current.headersName) {
        case (nil, nil):
            break
        case (nil, let name?):
            add(.compatible, .added, "Endpoints.\(name)", "is new", old: previous.responses, new: current.responses)
        case (let name?, nil):
            let reason = "code that names the type does not compile"
            add(
                .breaking,
                .removed,
                "Endpoints.\(name)",
                "is gone",
                because: reason,
                old: previous.responses,
                new: current.responses
            )
        case (let name?, let newName?):
            if name != newName {
                add(
                    .breaking,
                    .changed,
                    "Endpoints.\(name)",
                    "is now `Endpoints.\(newName)`",
                    because: "code that names the type does not compile",
                    old: previous.responses,
                    new: current.responses
                )
            }
            compareHeaders(of: "Endpoints.\(name)", previous, current)
        }
    }

    private mutating func compareHeaders(
        of structure: String,
        _ previous: EndpointDeclaration,
        _ current: EndpointDeclaration
    ) {
        let (before, now) = (previous.response.headers, current.response.headers)
        for header in before {
            guard let other = now.first(where: { $0.name == header.name }) else {
                add(
                    .breaking,
                    .removed,
                    "\(structure).\(header.name)",
                    "is gone",
                    because: "code that uses it does not compile",
                    old: previous.place(of: header),
                    new: current.responses
                )
                continue
            }
            compare(
                header,
                other,
                "\(structure).\(header.name)",
                old: previous.place(of: header),
                new: current.place(of: other)
            )
        }
        for header in now where !before.contains(where: { $0.name == header.name }) {
            add(
                .compatible,
                .added,
                "\(structure).\(header.name)",
                "is new, `\(header.declaredType.text)`",
                old: previous.responses,
                new: current.place(of: header)
            )
        }
    }

    private mutating func compare(
        _ previous: ResponseHeader,
        _ current: ResponseHeader,
        _ symbol: String,
        old: SpecPath,
        new: SpecPath
    ) {
        if renames.applied(to: previous.declaredType) != current.declaredType {
            let text = "is `\(current.declaredType.text)` and was `\(previous.declaredType.text)`"
            let reason = "code that reads it was written for the old type"
            add(.breaking, .changed, symbol, text, because: reason, old: old, new: new)
        }
        // Header field names are case-insensitive (RFC 9110, section 5.1).
        if previous.wireName.lowercased() != current.wireName.lowercased() {
            add(.wire, .changed, symbol, "is `\(current.wireName)` and was `\(previous.wireName)`", old: old, new: new)
        }
        compareProse(previous.documentation, current.documentation, symbol, old: old, new: new)
        compareDeprecation(previous.documentation, current.documentation, symbol, old: old, new: new)
    }
}

extension ResponseHeader {
    fileprivate var declaredType: TypeReference { .optional(type) }
}

extension EndpointDeclaration {
    fileprivate var responses: SpecPath { .field("responses", of: documentation.pointer) }

    fileprivate func place(of header: ResponseHeader) -> SpecPath {
        .responseHeader(header.wireName, of: documentation.pointer)
    }
}
