import HandingerGeneratorOpenAPI

/// A documented header of successful responses.
package struct ResponseHeader: Sendable {
    package var name: String
    package var wireName: String
    package var type: TypeReference
    package var documentation: Documentation
}

extension EndpointDeclarations {
    /// The headers of all successful responses, without duplicates and in document order. `Content-Type` is left out
    /// (OpenAPI 3.1, section 4.8.17.1).
    mutating func headers(of responses: [Response], typeName: String) -> [ResponseHeader] {
        var headers: [ResponseHeader] = []
        var seen: Set<String> = ["content-type"]
        var names = NameTable(reserved: ["response"])
        for named in responses.flatMap(\.headers) where seen.insert(named.name.lowercased()).inserted {
            guard let header = references.object(named.header) else { continue }
            let type = header.schema.map {
                self.type(ofHeader: $0, named: typeName + " " + named.name + " header")
            }
            headers.append(
                ResponseHeader(
                    name: names.claim(types.memberName(named.name)),
                    wireName: named.name,
                    type: type ?? .string,
                    documentation: Documentation(description: header.description, isDeprecated: header.isDeprecated)
                )
            )
        }
        return headers
    }

    /// Names the structures of response headers and the enumerations of defaults, once the functions next to them have
    /// names. The names differ from each other, from the functions and from the types that the functions use.
    static func nameCompanions(of endpoints: inout [EndpointDeclaration], beside types: [TypeDeclaration]) {
        let withHeaders = endpoints.indices.filter {
            !endpoints[$0].response.headers.isEmpty && !endpoints[$0].isAlternative
        }
        let withDefaults = endpoints.indices.filter { endpoints[$0].isMain && !endpoints[$0].defaults.isEmpty }
        guard !withHeaders.isEmpty || !withDefaults.isEmpty else { return }
        var names = NameTable(reserved: types.map(\.name) + endpoints.map(\.functionName))
        for index in withHeaders {
            endpoints[index].headersName = names.claim(SwiftName.type(endpoints[index].functionName + " headers"))
        }
        for index in withDefaults {
            endpoints[index].defaultsName = names.claim(SwiftName.type(endpoints[index].functionName + " defaults"))
        }
    }

    /// The type of a header value. Objects and nested lists stay text.
    private mutating func type(ofHeader schema: Schema, named name: String) -> TypeReference {
        let target = references.resolvedTarget(of: schema)
        switch schemas.normalized(target).kind {
        case .scalar, .constant, .enumeration:
            return types.resolvedType(of: schema, named: SwiftName.type(name), in: types.topLevel).type
        case .array(let items?):
            switch schemas.normalized(references.resolvedTarget(of: items)).kind {
            case .scalar, .constant, .enumeration:
                return .array(types.resolvedType(of: items, named: SwiftName.type(name), in: types.topLevel).type)
            default:
                return .string
            }
        default:
            return .string
        }
    }
}
