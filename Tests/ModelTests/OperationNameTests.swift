import HandingerGeneratorModel
import Testing

/// The names of resources and methods.
@Suite struct OperationNameTests {
    /// Lines such as `GET /pets/{id}`, with an `operationId` and a tag behind it.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let operations: [(String, id: String?, tag: String?)]
        let expected: [String]

        init(_ title: String, _ operations: [(String, String?, String?)], _ expected: [String]) {
            testDescription = title
            self.operations = operations.map { ($0.0, id: $0.1, tag: $0.2) }
            self.expected = expected
        }
    }

    private static func decide(
        _ operations: [(String, id: String?, tag: String?)],
        isLinting: Bool = false
    ) throws
        -> Decision
    {
        var lines: [(path: String, operations: [String])] = []
        for (place, id, tag) in operations {
            let parts = place.split(separator: " ", maxSplits: 1).map(String.init)
            var fields = ["summary: s", "responses: { 200: { description: d } }"]
            if let id { fields.append("operationId: '\(id)'") }
            if let tag { fields.append("tags: ['\(tag)']") }
            let text = "    \(parts[0].lowercased()): { \(fields.joined(separator: ", ")) }"
            if let index = lines.firstIndex(where: { $0.path == parts[1] }) {
                lines[index].operations.append(text)
            } else {
                lines.append((parts[1], [text]))
            }
        }
        return try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                \(lines.map { "  '\($0.path)':\n" + $0.operations.joined(separator: "\n") }.joined(separator: "\n"))
                """,
            isLinting: isLinting
        )
    }

    /// The call of each method on the client, in document order.
    private static func names(_ api: API) -> [String] {
        func collect(_ resource: Resource, _ path: String) -> [(Int, String)] {
            resource.endpoints.map { ($0, path + api.endpoints[$0].methodName) }
                + resource.children.flatMap { collect($0, path + $0.propertyName + ".") }
        }
        return collect(api.root, "").sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test(arguments: [
        Row(
            "a dotted operationId, a tag, the path",
            [("GET /a", "pets.photos.list", nil), ("GET /b", "listPets", "pets"), ("GET /pets/{petId}", nil, nil)],
            ["pets.photos.list", "pets.listPets", "getPetsByPetID"]
        ),
        Row(
            "the tag at the start of an operationId",
            [("GET /a", "pets_list", "pets"), ("GET /b", "petsList", "Pets"), ("GET /c", "pets", "pets")],
            ["pets.list", "pets.list2", "pets.pets"]
        ),
        Row(
            "parameters within a segment",
            [("GET /files/{name}.{extension}/v{n}", nil, nil), ("GET /pets/{id}.json", nil, nil), ("GET /", nil, nil)],
            ["getFilesByNameByExtensionVByN", "getPetsByIDJSON", "get"]
        ),
        Row(
            "FastAPI: function, path and method",
            [
                ("GET /items/{item_id}", "read_item_items__item_id__get", "items"),
                ("GET /items/", "read_items_items__get", "items"),
                ("POST /users/{user_id}/items/", "create_item_for_user_users__user_id__items__post", nil),
                ("GET /", "root__get", nil),
                ("GET /files/{file_path:path}", "read_file_files__file_path_path__get", nil),
                ("PUT /größe/{x}", "set_größe__x__put", nil),
            ],
            ["items.readItem", "items.readItems", "createItemForUser", "root", "readFile", "set"]
        ),
        Row(
            "what is not FastAPI's suffix remains",
            [
                ("GET /items/{item_id}", "read_item_items__item_id__post", nil),
                ("GET /users/{id}", "read_users_id_get", nil),
                ("GET /get", "_get_get", nil),
                ("DELETE /items", "_items_delete", nil),
            ],
            ["readItemItemsItemIDPost", "readUsersIDGet", "get", "itemsDelete"]
        ),
        Row(
            "equal functions of FastAPI keep their paths, in any order",
            [
                ("GET /users", "read_all_users_get", nil), ("GET /items", "read_all_items_get", nil),
                ("GET /pets", "read_all_pets_get", "pets"), ("POST /users", "create_users_post", nil),
            ],
            ["readAllUsersGet", "create", "readAllItemsGet", "pets.readAll"]
        ),
        Row(
            "a short name that another operation has",
            [("GET /a", "list_a_get", nil), ("GET /b", "list", nil)],
            ["listAGet", "list"]
        ),
        Row(
            "an operationId with the path twice",
            [
                ("GET /users/{id}", "getUsersIdUsersId", nil),
                ("GET /users/{id}/files", "get_users_by_id_files_users_by_id_files", nil),
                ("GET /pets", "listPetsPets", nil),
                ("POST /file", "copyFileToFile", nil),
                ("GET /a/{b}/c", "readACAC", nil),
                ("GET /users/{id}/pets", "getUsersIdPetsUsersIdPetsGet", nil),
            ],
            ["getUsersID", "getUsersByIDFiles", "listPets", "copyFileToFile", "readACAC", "getUsersIDPets"]
        ),
        Row(
            "the prefix of all paths",
            [("GET /api/v3/pets", nil, nil), ("POST /api/v3/pets/{id}", nil, "x"), ("GET /api/v3/users", "all", nil)],
            ["getPets", "x.postPetsByID", "all"]
        ),
        Row(
            "paths without a version beside those with one",
            [("GET /api/v1/pets", nil, nil), ("GET /health", nil, nil), ("GET /api/v1", nil, nil)],
            ["getPets", "getHealth", "getAPIV1"]
        ),
        Row(
            "a prefix before the version must be that of all paths",
            [("GET /petstore/api/v3/pets", nil, nil), ("GET /petstore/api/v3/users", nil, nil)],
            ["getPets", "getUsers"]
        ),
        Row(
            "several versions tell paths apart",
            [("GET /v1/pets", nil, nil), ("GET /v2/pets", nil, nil), ("GET /v2/users", nil, nil)],
            ["getV1Pets", "getV2Pets", "getV2Users"]
        ),
        Row(
            "a common noun is no version",
            [("GET /pets", nil, nil), ("GET /pets/{id}", nil, nil), ("GET /pets/views", nil, nil)],
            ["getPets", "getPetsByID", "getPetsViews"]
        ),
        Row(
            "versions",
            [("GET /rest/v1.2beta3/pets", nil, nil), ("GET /rest/v1.2beta3/{id}", nil, nil)],
            ["getPets", "getByID"]
        ),
        Row(
            "a name without the prefix that another operation has",
            [("GET /api/pets", nil, nil), ("GET /pets", nil, nil)],
            ["getAPIPets", "getPets"]
        ),
    ])
    func methodsAreNamed(_ row: Row) throws {
        #expect(try Self.names(Self.decide(row.operations).api) == row.expected)
        // The order of the operations decides only between equal names.
        guard !row.expected.contains(where: { $0.hasSuffix("2") }) else { return }
        let reversed = try Self.names(Self.decide(row.operations.reversed()).api)
        #expect(reversed.sorted() == row.expected.sorted())
    }

    @Test func lintTellsWhatWasLeftOut() throws {
        let decision = try Self.decide(
            [
                ("GET /api/items", "read_items_api_items_get", nil), ("GET /api/pets", nil, nil),
                ("GET /api/a", "list_api_a_get", nil), ("GET /api/b", "list_api_b_get", nil),
            ],
            isLinting: true
        )
        #expect(
            decision.remarks == [
                "warning: 'read_items_api_items_get' is called 'readItems', without what its path and method tell",
                "warning: 'GET /api/pets' is called 'getPets', without what its path and method tell",
                "warning: 'list_api_a_get' is called 'listAPIAGet', because 'list' would be the name of several "
                    + "operations",
                "warning: 'list_api_b_get' is called 'listAPIBGet', because 'list' would be the name of several "
                    + "operations",
            ]
        )
    }

    @Test func lintTellsWhichMethodGotANumber() throws {
        let decision = try Self.decide([("GET /a", "pets.list", nil), ("GET /b", "pets.list", nil)], isLinting: true)
        #expect(decision.remarks.contains("warning: the method is called 'list2', because 'list' is taken"))
    }
}
