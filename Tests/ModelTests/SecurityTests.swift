import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import Testing

/// Security requirements (OpenAPI 3.2, Security Requirement Object).
@Suite struct SecurityTests {
    /// The security of the document, of each operation (nil for that of the document) and the initializer's arguments.
    private static func decide(
        _ security: String,
        operations: [String] = [],
        more: String = ""
    ) throws -> (document: [[String]], operations: [[[String]]?], arguments: [String], remarks: [String]) {
        let paths = operations.enumerated().map {
            "  /\($0): {get: {security: \($1), responses: {200: {description: d}}}}"
        }
        let decision = try Decision(
            document: """
                openapi: 3.2.0
                info: { title: T, version: '1' }
                security: \(security)
                paths:
                  /open: {get: {security: [], summary: s, responses: {200: {description: d}}}}
                \(paths.joined(separator: "\n"))
                components:
                  securitySchemes:
                    key: { type: apiKey, in: header, name: X-Key }
                    token: { type: http, scheme: bearer }
                    digest: { type: http, scheme: digest }
                    '#/x-schemes/named': { type: http, scheme: basic }
                x-schemes: { other: { type: apiKey, in: query, name: k }, named: { type: openIdConnect } }
                \(more)
                """
        )
        func text(_ alternatives: [[SecurityScheme.Kind]]) -> [[String]] { alternatives.map { $0.map(Self.text) } }
        return (
            text(decision.api.security),
            decision.api.endpoints.dropFirst().map { $0.security.map(text) },
            decision.api.credentialArguments,
            decision.remarks
        )
    }

    private static func text(_ kind: SecurityScheme.Kind) -> String {
        switch kind {
        case .http(let scheme): scheme
        case .apiKey(let name, let place): "\(place.rawValue) \(name)"
        case .oauth2: "oauth2"
        case .openIDConnect: "openIdConnect"
        case .mutualTLS: "mutualTLS"
        }
    }

    private static let add = "; add it under components/securitySchemes"
    private static let unmet =
        "so nobody can give the credential that is required here, and requests are sent without it"

    @Test func anUndeclaredSchemeOfTheDocumentLeavesItOpen() throws {
        let decision = try Self.decide("[{ bearerAuth: [] }]")
        #expect(decision.document == [])
        #expect(decision.remarks == ["warning: there is no security scheme 'bearerAuth', \(Self.unmet)\(Self.add)"])
    }

    @Test func declaredAlternativesRemain() throws {
        let decision = try Self.decide("[{ oauth: [read] }, { key: [] }]", operations: ["[{ none: [] }, {}]"])
        #expect(decision.document == [["header X-Key"]])
        #expect(decision.operations == [[[]]])
        #expect(decision.arguments == ["apiKey"])
        #expect(
            decision.remarks == [
                "warning: there is no security scheme 'oauth', so this alternative cannot be met\(Self.add)",
                "warning: there is no security scheme 'none', so this alternative cannot be met\(Self.add)",
            ]
        )
    }

    @Test func anAlternativeNeedsAllItsSchemes() throws {
        let decision = try Self.decide("[]", operations: ["[{ key: [], none: [] }]", "[{ key: [], token: [] }]"])
        #expect(decision.operations == [[], [["header X-Key", "bearer"]]])
        #expect(decision.remarks == ["warning: there is no security scheme 'none', \(Self.unmet)\(Self.add)"])
    }

    @Test func credentialsOfAlternativesThatCannotBeMetAreNotAskedFor() throws {
        let decision = try Self.decide("[{ token: [] }]", operations: ["[{ key: [], none: [] }]"])
        #expect(decision.arguments == ["apiKey"])
        #expect(decision.operations == [[]])
    }

    @Test func aMisspeltSchemeIsSuggested() throws {
        let decision = try Self.decide("[{ tokn: [] }]")
        #expect(
            decision.remarks == ["warning: there is no security scheme 'tokn', \(Self.unmet); did you mean 'token'?"]
        )
    }

    /// OpenAPI 3.2: a scheme by its URI. A name with the same spelling comes first.
    @Test func aURINamesAScheme() throws {
        let decision = try Self.decide(
            "[{ '#/components/securitySchemes/key': [] }]",
            operations: [
                "[{ '#/x-schemes/other': [] }]", "[{ '#/x-schemes/named': [] }]",
                "[{ '#/components/securitySchemes/ke%79': [] }]",
            ]
        )
        #expect(decision.document == [["header X-Key"]])
        #expect(decision.operations == [[["query k"]], [["basic"]], [["header X-Key"]]])
        #expect(decision.arguments == ["key", "username", "password", "other"])
        #expect(decision.remarks == [])
    }

    @Test func aURIOfNothingOrOfAnotherDocumentCannotBeMet() throws {
        let decision = try Self.decide(
            "[{ '#/components/securitySchemes/none': [] }, { './other.yaml#/key': [] }, { '#/x-none': [] }]"
        )
        #expect(decision.document == [])
        #expect(decision.remarks.count == 3)
        #expect(decision.remarks.allSatisfy { $0.hasPrefix("warning: there is no security scheme '") })
    }

    @Test func anUnsupportedHTTPSchemeIsReportedOnce() throws {
        let decision = try Self.decide("[{ digest: [] }]", operations: ["[{ digest: [] }, { key: [] }]"])
        #expect(decision.document == [])
        #expect(decision.operations == [[["header X-Key"]]])
        #expect(decision.remarks.count == 1)
    }
}
