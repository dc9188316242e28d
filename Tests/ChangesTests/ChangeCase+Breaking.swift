import HandingerGeneratorChanges

// Changes that keep the program in Fixtures/Shelter from compiling or from reading the right values.
extension ChangeCase {
    static let breaking = breakingRequests + breakingResponsesAndNames

    private static let breakingResponsesAndNames: [ChangeCase] = [
        // MARK: Responses
        ChangeCase(
            .breaking,
            "Pet.weight",
            "a number becomes an integer",
            [Edit("weight: { type: number }", "weight: { type: integer }")],
            answer: [Edit("\"weight\": 4.5", "\"weight\": 4")]
        ),
        ChangeCase(
            .breaking,
            "Pet.age",
            "an integer becomes a number",
            [Edit("age: { type: integer }\n        nick", "age: { type: number }\n        nick")]
        ),
        ChangeCase(
            .breaking,
            "Pet.arrived",
            "a date-time becomes a string",
            [Edit("arrived: { type: string, format: date-time }", "arrived: { type: string }")]
        ),
        ChangeCase(
            .breaking,
            "Pet.name",
            "a response property is no longer required",
            [Edit("required: [id, name,", "required: [id,")]
        ),
        ChangeCase(
            .breaking,
            "Pet.nickName",
            "an optional response property is required",
            [
                Edit("weight, owner, checkup, collar]", "weight, owner, checkup, collar, nick_name]")
            ]
        ),
        ChangeCase(
            .breaking,
            "Pet.id",
            "a response property may be null",
            [
                Edit(
                    "id: { type: string, description: Its number. }",
                    "id: { type: [string, 'null'], description: Its number. }"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "Pet.nickName",
            "a response property goes",
            [Edit("        nick_name: { type: string }\n", "")],
            answer: [Edit("     \"nick_name\": \"R\", \"owner\"", "     \"owner\"")]
        ),
        ChangeCase(
            .breaking,
            "Pet.weights",
            "a response property has another name",
            [Edit("        weights: {", "        measures: {")],
            answer: [Edit("\"weights\"", "\"measures\"")]
        ),
        ChangeCase(
            .breaking,
            "Page.items",
            "an array becomes a map",
            [
                Edit(
                    "items: { type: array, items: { $ref: '#/components/schemas/Pet' } }",
                    "items: { type: object, additionalProperties: { $ref: '#/components/schemas/Pet' } }"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "a method answers another type",
            [
                Edit(
                    "schema: { $ref: '#/components/schemas/Page' }",
                    "schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.meals.serve(petID:body:)",
            "a method answers nothing",
            [
                Edit(
                    "          description: What was left over.\n          content:\n            application/json:\n              schema: { $ref: '#/components/schemas/Leftover' }\n",
                    "          description: Eaten.\n"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.report()",
            "text becomes a download",
            [Edit("text/plain: {}", "application/pdf: {}")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.photos.retrieve(petID:)",
            "a download becomes text",
            [Edit("image/png: {}", "text/plain: {}")]
        ),
        ChangeCase(
            .breaking,
            "Checkup.cancelled",
            "a member of a response union goes",
            [Edit("        - $ref: '#/components/schemas/CancelledCheckup'\n", "")]
        ),
        ChangeCase(
            .breaking,
            "Checkup.vet",
            "a new member lacks what all members have",
            [
                Edit(
                    "        - $ref: '#/components/schemas/PlannedCheckup'\n",
                    "        - $ref: '#/components/schemas/PlannedCheckup'\n        - $ref: '#/components/schemas/SkippedCheckup'\n"
                ),
                Edit(
                    "    Measure:\n",
                    "    SkippedCheckup:\n      type: object\n      required: [state]\n      properties:\n        state: { type: string, const: skipped }\n    Measure:\n"
                ),
            ]
        ),
        ChangeCase(
            .breaking,
            "Measure",
            "a member that is tried earlier takes values of another",
            [Edit("        - { type: number }\n", "        - { type: integer }\n        - { type: number }\n")],
            answer: [Edit("[1.5,", "[1,")]
        ),
        // MARK: Headers of responses
        ChangeCase(
            .breaking,
            "Endpoints.PetsPhotosUploadHeaders.xSizes",
            "a header goes",
            [Edit(", X-Sizes: { schema: { type: array, items: { type: integer } } }", "")]
        ),
        ChangeCase(
            .breaking,
            "Endpoints.PetsPhotosUploadHeaders.xLeft",
            "a header has another type",
            [Edit("How many more fit., schema: { type: integer }", "How many more fit., schema: { type: string }")]
        ),
        ChangeCase(
            .breaking,
            "Endpoints.PetsPhotosUploadHeaders.xLeft",
            "a header has another name",
            [Edit("X-Left:", "X-Room:")]
        ),
        ChangeCase(
            .breaking,
            "Endpoints.PetsPhotosUploadHeaders",
            "all headers of a response go",
            [Edit("description: Kept., headers:", "description: Kept., x-headers:")]
        ),
        ChangeCase(
            .breaking,
            "Endpoints.PetsPhotosUploadHeaders",
            "a schema takes the name of the structure of headers",
            [Edit("    Leftover:\n", "    PetsPhotosUploadHeaders: { type: object }\n    Leftover:\n")]
        ),
        // MARK: Names
        ChangeCase(
            .breaking,
            "Leftover",
            "a schema has another name",
            [
                Edit(
                    "schema: { $ref: '#/components/schemas/Leftover' }",
                    "schema: { $ref: '#/components/schemas/Rest' }"
                ),
                Edit("    Leftover:\n", "    Rest:\n"),
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "an operation has another name",
            [Edit("operationId: pets.list", "operationId: pets.all")]
        ),
        ChangeCase(
            .breaking,
            "client.report()",
            "an operation goes",
            [
                Edit(
                    "  /report:\n    get:\n      operationId: report\n",
                    "  /report:\n    x-get:\n      operationId: report\n"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.retrieveStreaming(petID:)",
            "the stream of an operation goes",
            [Edit("            text/event-stream: {}\n", "")]
        ),
        ChangeCase(
            .breaking,
            "Species.cat",
            "a value of an enumeration goes",
            [Edit("enum: [cat, dog]", "enum: [dog]")]
        ),
        ChangeCase(
            .breaking,
            "Species",
            "an enumeration becomes any text",
            [Edit("      enum: [cat, dog]\n", "")]
        ),
        ChangeCase(
            .breaking,
            "Pet.Collar",
            "an inline object becomes a component",
            [
                Edit(
                    "        collar:\n          type: object\n          required: [colour]\n          properties:\n            colour: { type: string }\n",
                    "        collar: { $ref: '#/components/schemas/Collar' }\n"
                ),
                Edit(
                    "    NewPet:\n",
                    "    Collar:\n      type: object\n      required: [colour]\n      properties:\n        colour: { type: string }\n    NewPet:\n"
                ),
            ]
        ),
        ChangeCase(
            .breaking,
            "client",
            "a name and a password instead of a key",
            [Edit("key: { type: http, scheme: bearer }", "key: { type: http, scheme: basic }")]
        ),
        ChangeCase(
            .breaking,
            "client",
            "a second credential",
            [
                Edit(
                    "key: { type: http, scheme: bearer }",
                    "key: { type: http, scheme: bearer }\n    other: { type: apiKey, in: query, name: k }"
                ),
                Edit(
                    "      operationId: report\n",
                    "      operationId: report\n      security: [{ other: [] }]\n"
                ),
            ]
        ),
    ]
}
