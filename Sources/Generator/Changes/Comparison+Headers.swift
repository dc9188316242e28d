import HandingerGeneratorModel

// Structures of response headers. All their properties are optional, even for required headers.
extension Comparison {
    mutating func compareHeaders(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        let (was, is_) = (a.endpoint, b.endpoint)
        switch (was.headersName, is_.headersName) {
        case (nil, nil):
            break
        case (nil, let name?):
            add(.compatible, .added, "Endpoints.\(name)", "is new", old: was.responses, new: is_.responses)
        case (let name?, nil):
            let reason = "code that names the type does not compile"
            add(
                .breaking,
                .removed,
                "Endpoints.\(name)",
                "is gone",
                because: reason,
                old: was.responses,
                new: is_.responses
            )
        case (let name?, let newName?):
            if name != newName {
                add(
                    .breaking,
                    .changed,
                    "Endpoints.\(name)",
                    "is now `Endpoints.\(newName)`",
                    because: "code that names the type does not compile",
                    old: was.responses,
                    new: is_.responses
                )
            }
            compareHeaders(of: "Endpoints.\(name)", was, is_)
        }
    }

    private mutating func compareHeaders(of structure: String, _ was: EndpointDeclaration, _ is_: EndpointDeclaration) {
        let (before, now) = (was.response.headers, is_.response.headers)
        for header in before {
            guard let other = now.first(where: { $0.name == header.name }) else {
                add(
                    .breaking,
                    .removed,
                    "\(structure).\(header.name)",
                    "is gone",
                    because: "code that uses it does not compile",
                    old: was.place(of: header),
                    new: is_.responses
                )
                continue
            }
            compare(header, other, "\(structure).\(header.name)", old: was.place(of: header), new: is_.place(of: other))
        }
        for header in now where !before.contains(where: { $0.name == header.name }) {
            add(
                .compatible,
                .added,
                "\(structure).\(header.name)",
                "is new, `\(header.declaredType.text)`",
                old: was.responses,
                new: is_.place(of: header)
            )
        }
    }

    private mutating func compare(
        _ was: ResponseHeader,
        _ is_: ResponseHeader,
        _ symbol: String,
        old: SpecPath,
        new: SpecPath
    ) {
        if renames.applied(to: was.declaredType) != is_.declaredType {
            let text = "is `\(is_.declaredType.text)` and was `\(was.declaredType.text)`"
            let reason = "code that reads it was written for the old type"
            add(.breaking, .changed, symbol, text, because: reason, old: old, new: new)
        }
        // Header field names are case-insensitive (RFC 9110, section 5.1).
        if was.wireName.lowercased() != is_.wireName.lowercased() {
            add(.wire, .changed, symbol, "is `\(is_.wireName)` and was `\(was.wireName)`", old: old, new: new)
        }
        compareProse(was.documentation, is_.documentation, symbol, old: old, new: new)
        compareDeprecation(was.documentation, is_.documentation, symbol, old: old, new: new)
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
