import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import Testing

@testable import HandingerGeneratorModel

/// The Swift names of components (Swift API Design Guidelines, "General Conventions").
@Suite struct TypeNameTests {
    private func names(_ components: [String], module: String = "") throws -> (TypeNames, [String?]) {
        let schemas = components.map { "'\($0)': { properties: { a: {} } }" }.joined(separator: "\n")
        let (document, problems) = try Document.made(of: schemas)
        var diagnostics = problems
        let references = References(document, diagnostics: &diagnostics)
        let names = TypeNames(document.components.schemas, references, module: module)
        return (names, components.map { names[$0] })
    }

    @Test(arguments: [
        ("pet", "Pet"), ("pet_owner", "PetOwner"), ("PetOwner", "PetOwner"), ("pet.owner-v2", "PetOwnerV2"),
        ("HTTPError", "HTTPError"), ("user_id", "UserID"), ("2fa", "_2fa"), ("犬", "犬"), ("Error", "ErrorModel"),
        ("String", "StringModel"), ("URL", "URLModel"), ("APIClient", "APIClientModel"), ("Task", "TaskModel"),
        ("!", "Unnamed"), ("", "Empty"),
    ])
    func components(_ component: String, _ expected: String) throws {
        #expect(try names([component]).1 == [expected])
    }

    @Test func theFirstOfSeveralKeepsTheName() throws {
        let (names, given) = try names(["pet", "Pet", "-pet"])
        #expect(given == ["Pet", "Pet2", "Pet3"])
        #expect(names.renamings.map(\.component) == ["Pet", "-pet"])
        #expect(names.renamings.map(\.given) == ["Pet2", "Pet3"])
    }

    @Test func numbersDoNotRunTogether() throws {
        #expect(try names(["Pet2", "pet-2"]).1 == ["Pet2", "Pet2_2"])
    }

    @Test func theModuleAndItsClientAreTaken() throws {
        #expect(try names(["Zoo", "ZooClient"], module: "Zoo").1 == ["ZooModel", "ZooClient2"])
    }

    /// Types inside others are qualified with the module where their names are hidden.
    @Test func nestedTypesDoNotHideTheModule() throws {
        let schemas = "Account: { properties: { zoo: { properties: { iban: { type: string } } } } }"
        let (document, problems) = try Document.made(of: schemas)
        var diagnostics = problems
        let api = API(document, module: "Zoo", diagnostics: &diagnostics)
        #expect(api.types.first?.nested.map(\.qualifiedName) == ["Account.ZooModel"])
    }

    /// Schemas elsewhere are named by their pointer without the names of structure.
    @Test(arguments: [
        ("#/components/schemas/A/properties/pet", "APet"), ("#/components/schemas/A/properties/pets/items", "APets"),
        ("#/components/schemas/A/allOf/0", "A0"), ("#/x-defs/User", "XDefsUser"),
    ])
    func schemasElsewhere(_ pointer: String, _ expected: String) throws {
        let schemas = """
            A:
              properties:
                pet: { properties: { n: {} } }
                pets: { items: { properties: { n: {} } } }
                other: { $ref: '\(pointer)' }
              allOf: [{ properties: { m: {} } }]
            """
        let (document, problems) = try Document.made(
            of: schemas,
            more: "x-defs: { User: { properties: { u: {} } } }"
        )
        var diagnostics = problems
        let references = References(document, diagnostics: &diagnostics)
        let names = TypeNames(document.components.schemas, references, module: "")
        #expect(names[pointer] == expected)
    }
}
