import HandingerGeneratorChanges

// Changes with which the program in Fixtures/Shelter compiles and works.
extension ChangeCase {
    static let all = breaking + silent + compatible + wire + documentation

    /// Breaking changes that the compiler does not notice: the program sends another value.
    static let silent: [ChangeCase] = [
        ChangeCase(
            .breaking,
            "Species.cat",
            "a value of an enumeration is spelt otherwise",
            [Edit("enum: [cat, dog]", "enum: [CAT, dog]")]
        )
    ]

    static let compatible: [ChangeCase] = [
        ChangeCase(
            .compatible,
            "client.reportAsFile()",
            "a text can be had as a file",
            [Edit("            text/plain: {}\n", "            text/plain: {}\n            application/pdf: {}\n")]
        ),
        ChangeCase(
            .compatible,
            "client.pets.photos.retrieve(petID:)",
            "a file has a second content type",
            [Edit("            image/png: {}\n", "            image/png: {}\n            image/gif: {}\n")]
        ),
        ChangeCase(
            .compatible,
            "client.pets.updateMergePatch(petID:body:)",
            "a body has a JSON type with another schema",
            [
                Edit(
                    "            schema: { $ref: '#/components/schemas/PetPatch' }\n",
                    "            schema: { $ref: '#/components/schemas/PetPatch' }\n"
                        + "          application/merge-patch+json: { schema: { type: object } }\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "NewPet.age",
            "a new optional request property",
            [
                Edit(
                    "        story: { type: string }\n",
                    "        age: { type: integer }\n        story: { type: string }\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "NewPet.species",
            "a required request property may be left out, and keeps its place",
            [Edit("required: [name, species, source]\n", "required: [name, source]\n")]
        ),
        ChangeCase(
            .compatible,
            "client.pets.list(limit:species:ids:)",
            "a new optional parameter",
            [
                Edit(
                    "        - { name: ids,",
                    "        - { name: colour, in: query, schema: { type: string } }\n        - { name: ids,"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "client.pets.delete(petID:reason:)",
            "a required parameter may be left out",
            [Edit("{ name: Reason, in: header, required: true,", "{ name: Reason, in: header,")]
        ),
        ChangeCase(
            .compatible,
            "client.pets.photos.upload(petID:file:caption:)",
            "a new optional part of a form",
            [
                Edit(
                    "                caption: { type: string }\n",
                    "                caption: { type: string }\n                artist: { type: string }\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "Species.hamster",
            "a new value of an enumeration",
            [Edit("enum: [cat, dog]", "enum: [cat, hamster, dog]")],
            answer: [Edit("\"red\"", "\"red\", \"x\": \"hamster\"")]
        ),
        ChangeCase(
            .compatible,
            "Checkup.missed",
            "a new member of a response union",
            [
                Edit(
                    "        - $ref: '#/components/schemas/PlannedCheckup'\n",
                    "        - $ref: '#/components/schemas/PlannedCheckup'\n        - $ref: '#/components/schemas/MissedCheckup'\n"
                ),
                Edit(
                    "    Measure:\n",
                    "    MissedCheckup:\n      type: object\n      required: [state, vet]\n      properties:\n        state: { type: string, const: missed }\n        vet: { type: string }\n    Measure:\n"
                ),
            ]
        ),
        ChangeCase(
            .compatible,
            "Meal.fresh",
            "a new member of a request union",
            [
                Edit(
                    "        - $ref: '#/components/schemas/WetMeal'\n",
                    "        - $ref: '#/components/schemas/WetMeal'\n        - $ref: '#/components/schemas/FreshMeal'\n"
                ),
                Edit(
                    "    WetMeal:\n",
                    "    FreshMeal:\n      type: object\n      required: [type, fish]\n      properties:\n        type: { type: string, const: fresh }\n        fish: { type: string }\n    WetMeal:\n"
                ),
            ]
        ),
        ChangeCase(
            .compatible,
            "Measure.string",
            "a new member that is tried last",
            [Edit("        - { type: number }\n", "        - { type: number }\n        - { type: string }\n")]
        ),
        ChangeCase(
            .compatible,
            "DryMeal.brand",
            "a new optional property in a member of a request union",
            [Edit("const: dry }\n", "const: dry }\n        brand: { type: string }\n")]
        ),
        ChangeCase(
            .compatible,
            "Pet.tame",
            "a new optional response property",
            [
                Edit(
                    "        age: { type: integer }\n        nick",
                    "        tame: { type: boolean }\n        age: { type: integer }\n        nick"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "Pet.tame",
            "a new required response property",
            [
                Edit("required: [id, name,", "required: [id, tame, name,"),
                Edit(
                    "        age: { type: integer }\n        nick",
                    "        tame: { type: boolean }\n        age: { type: integer }\n        nick"
                ),
            ],
            answer: [Edit("\"age\": 3", "\"age\": 3, \"tame\": true")]
        ),
        ChangeCase(
            .compatible,
            "Pet",
            "response properties in another order",
            [
                Edit(
                    "        name: { type: string }\n        species: { $ref: '#/components/schemas/Species' }\n        arrived",
                    "        species: { $ref: '#/components/schemas/Species' }\n        name: { type: string }\n        arrived"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "client.pets.count()",
            "a new operation",
            [
                Edit(
                    "  /report:\n",
                    "  /count:\n    get:\n      operationId: pets.count\n      responses: { '204': { description: Done. } }\n  /report:\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "client.reportStreaming()",
            "an operation can be streamed",
            [Edit("text/plain: {}", "text/plain: {}\n            text/event-stream: {}")]
        ),
        ChangeCase(
            .compatible,
            "client.pets.delete(petID:reason:)",
            "an operation that answered nothing answers",
            [
                Edit(
                    "'204': { description: Gone. }",
                    "'200': { description: Gone., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "Endpoints.PetsPhotosUploadHeaders.xName",
            "a new header",
            [Edit("X-Sizes:", "X-Name: { schema: { type: string } }, X-Sizes:")]
        ),
        ChangeCase(
            .compatible,
            "Endpoints.PetsMealsServeHeaders",
            "a response has headers",
            [
                Edit(
                    "description: What was left over.\n",
                    "description: What was left over.\n          headers: { X-Left: { $ref: '#/components/headers/Left' } }\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "Toy",
            "a new schema",
            [
                Edit(
                    "    Leftover:\n",
                    "    Toy:\n      type: object\n      properties:\n        name: { type: string }\n    Leftover:\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "client.pets.list(limit:species:ids:)",
            "an operation is deprecated",
            [Edit("summary: List pets", "summary: List pets\n      deprecated: true")]
        ),
        ChangeCase(
            .compatible,
            "PetPatch.name",
            "a property is deprecated",
            [
                Edit(
                    "    PetPatch:\n      type: object\n      properties:\n        name: { type: string }",
                    "    PetPatch:\n      type: object\n      properties:\n        name: { type: string, deprecated: true }"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "APIInfo.baseURL(region:)",
            "a server has a variable",
            [
                Edit(
                    "  - url: https://shelter.example/v1\n",
                    "  - url: https://{region}.example/v1\n    variables: { region: { default: shelter } }\n"
                )
            ]
        ),
        ChangeCase(
            .compatible,
            "PlannedCheckup.at",
            "what one member of a union had, another has too",
            [
                Edit(
                    "    PlannedCheckup:\n      type: object\n      required: [state, vet]\n",
                    "    PlannedCheckup:\n      type: object\n      required: [state, vet, at]\n"
                ),
                Edit("const: planned }\n", "const: planned }\n        at: { type: string, format: date-time }\n"),
            ]
        ),
    ]

    static let wire: [ChangeCase] = [
        ChangeCase(
            .wire,
            "client.keepReceipt(body:contentType:)",
            "another content type is the default of a body",
            [
                Edit(
                    "          image/jpeg: {}\n          image/gif: {}\n",
                    "          image/gif: {}\n          image/jpeg: {}\n"
                )
            ]
        ),
        ChangeCase(
            .wire,
            "client.keepReceipt(body:contentType:)",
            "a body has a third content type",
            [Edit("          image/gif: {}\n", "          image/gif: {}\n          image/webp: {}\n")]
        ),
        ChangeCase(
            .wire,
            "client.receiptAsText(accept:)",
            "a text has a third content type",
            [Edit("            text/html: {}\n", "            text/html: {}\n            text/markdown: {}\n")]
        ),
        ChangeCase(
            .wire,
            "Endpoints.PetsPhotosUploadHeaders.xLeft",
            "a header is spelt otherwise",
            [Edit("X-Left:", "XLeft:")]
        ),
        ChangeCase(
            .wire,
            "client.report()",
            "another path",
            [Edit("  /report:\n", "  /reports/today:\n")]
        ),
        ChangeCase(
            .wire,
            "client.pets.update(petID:name:owner:)",
            "another method of HTTP",
            [Edit("    patch:\n", "    put:\n")]
        ),
        ChangeCase(
            .wire,
            "client.pets.delete(petID:reason:)",
            "a header becomes a query parameter",
            [Edit("name: Reason, in: header", "name: reason, in: query")]
        ),
        ChangeCase(
            .wire,
            "client.pets.list(limit:species:ids:)",
            "a list is sent in one parameter",
            [Edit("{ name: ids, in: query,", "{ name: ids, in: query, explode: false,")]
        ),
        ChangeCase(
            .wire,
            "Pet.nickName",
            "a property is spelt otherwise on the wire",
            [Edit("nick_name:", "nickName:")],
            answer: [Edit("nick_name", "nickName")]
        ),
        ChangeCase(
            .wire,
            "NewPet.source",
            "a constant has another value",
            [Edit("const: app }", "const: phone }")]
        ),
        ChangeCase(
            .wire,
            "client.pets.meals.serve(petID:body:)",
            "another media type of JSON",
            [
                Edit(
                    "            application/json:\n              schema: { $ref: '#/components/schemas/Leftover' }",
                    "            application/vnd.shelter+json:\n              schema: { $ref: '#/components/schemas/Leftover' }"
                )
            ]
        ),
        ChangeCase(
            .wire,
            "client",
            "another server",
            [Edit("https://shelter.example/v1", "https://shelter.example/v2")]
        ),
        ChangeCase(
            .wire,
            "client",
            "another kind of credential",
            [Edit("key: { type: http, scheme: bearer }", "key: { type: apiKey, in: header, name: X-Key }")]
        ),
        ChangeCase(
            .wire,
            "client.report()",
            "an operation without credentials",
            [Edit("      operationId: report\n", "      operationId: report\n      security: []\n")]
        ),
        ChangeCase(.wire, "NewPet.name", "a longer text is asked for", [Edit("minLength: 1", "minLength: 2")]),
        ChangeCase(.wire, "client.pets.list(limit:)", "a higher limit", [Edit("maximum: 100", "maximum: 200")]),
    ]

    static let documentation: [ChangeCase] = [
        ChangeCase(
            .documentation,
            "client.pets.list(limit:species:ids:)",
            "another summary",
            [Edit("summary: List pets", "summary: Lists pets")]
        ),
        ChangeCase(
            .documentation,
            "Pet",
            "another description of a schema",
            [Edit("An animal of the shelter.", "An animal in the shelter.")]
        ),
        ChangeCase(.documentation, "Pet.id", "another description of a property", [Edit("Its number.", "The number.")]),
        ChangeCase(
            .documentation,
            "client.pets.list(limit:)",
            "a parameter is described",
            [Edit("{ name: limit,", "{ name: limit, description: How many at most.,")]
        ),
        ChangeCase(
            .documentation,
            "Leftover",
            "a schema is spelt otherwise, which no Swift name shows",
            [
                Edit(
                    "schema: { $ref: '#/components/schemas/Leftover' }",
                    "schema: { $ref: '#/components/schemas/leftover' }"
                ),
                Edit("    Leftover:\n", "    leftover:\n"),
            ]
        ),
        ChangeCase(
            .documentation,
            "Endpoints.PetsPhotosUploadHeaders.xLeft",
            "another description of a header",
            [Edit("How many more fit.", "How many fit.")]
        ),
        ChangeCase(
            .documentation,
            "Endpoints.PetsPhotosUploadHeaders.xLeft",
            "a header is documented as deprecated",
            [Edit("{ description: How many more fit.,", "{ description: How many more fit., deprecated: true,")]
        ),
        ChangeCase(.documentation, "APIInfo.version", "another version", [Edit("version: '1'", "version: '2'")]),
        ChangeCase(.documentation, "client", "another title", [Edit("title: Shelter", "title: The Shelter")]),
    ]
}
