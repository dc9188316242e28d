import HandingerGeneratorOpenAPI

/// A header that the document describes for a successful response.
package struct ResponseHeader: Sendable {
    package var name: String
    package var wireName: String
    package var type: TypeReference
    package var documentation: Documentation
}

extension Resolver {
    /// The headers of the successful responses, each once, in the order of the document. That of the content's type is
    /// described by the content (OpenAPI 3.1, section 4.8.17.1).
    mutating func headers(of responses: [Response], typeName: String) -> [ResponseHeader] {
        var headers: [ResponseHeader] = []
        var seen: Set<String> = ["content-type"]
        var names = NameTable(reserved: ["response"])
        for named in responses.flatMap(\.headers) where seen.insert(named.name.lowercased()).inserted {
            guard let header = resolve(named.header) else { continue }
            let type = header.schema.map {
                self.type(ofHeader: $0, named: typeName + " " + named.name + " header")
            }
            headers.append(
                ResponseHeader(
                    name: names.claim(memberName(named.name)),
                    wireName: named.name,
                    type: type ?? .string,
                    documentation: Documentation(description: header.description, isDeprecated: header.isDeprecated)
                )
            )
        }
        return headers
    }

    /// Names the structures of headers, once the functions beside them have their names. None is called like another or
    /// like a function, and none hides a type that the functions mention.
    static func nameHeaders(of endpoints: inout [EndpointDeclaration], beside types: [TypeDeclaration]) {
        let named = endpoints.indices.filter {
            !endpoints[$0].response.headers.isEmpty && !endpoints[$0].isAlternative
        }
        guard !named.isEmpty else { return }
        var names = NameTable(reserved: types.map(\.name) + endpoints.map(\.functionName))
        for index in named {
            endpoints[index].headersName = names.claim(SwiftName.type(endpoints[index].functionName + " headers"))
        }
    }

    /// The type of what stands in a header. Objects and the like are left as their text.
    private mutating func type(ofHeader schema: Schema, named name: String) -> TypeReference {
        let target = resolvedTarget(of: schema)
        switch form(of: target).kind {
        case .scalar, .constant, .enumeration:
            return resolvedType(of: schema, named: SwiftName.type(name), in: top).type
        case .array(let items?):
            switch form(of: resolvedTarget(of: items)).kind {
            case .scalar, .constant, .enumeration:
                return .array(resolvedType(of: items, named: SwiftName.type(name), in: top).type)
            default:
                return .string
            }
        default:
            return .string
        }
    }
}
