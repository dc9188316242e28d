import HandingerGeneratorChanges

// Changes of requests that keep the program in Fixtures/Shelter from compiling.
extension ChangeCase {
    static let breakingRequests: [ChangeCase] = [
        // MARK: Content types
        ChangeCase(
            .breaking,
            "client.receiptAsText(accept:)",
            "the content types of a form go",
            [Edit("            text/csv: {}\n            text/html: {}\n", "")]
        ),
        ChangeCase(
            .breaking,
            "client.receiptAsText(accept:)",
            "one of two content types of a form goes",
            [Edit("            text/csv: {}\n", "")]
        ),
        ChangeCase(
            .breaking,
            "client.keepReceipt(body:contentType:)",
            "one of two content types of a body goes",
            [Edit("          image/gif: {}\n", "")]
        ),
        ChangeCase(
            .breaking,
            "client.keepReceipt(body:contentType:)",
            "the caller must choose the content type of a body",
            [Edit("          image/jpeg: {}\n          image/gif: {}\n", "          image/*: {}\n")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.photos.upload(petID:file:caption:)",
            "a URL may stand for a file",
            [
                Edit(
                    "file: { type: string, contentMediaType: image/png, format: binary }",
                    "file: { oneOf: [{ type: string, format: binary }, { type: string, format: uri }] }"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "NewPet.age",
            "a new required request property",
            [
                Edit("required: [name, species, source]\n", "required: [name, species, age, source]\n"),
                Edit(
                    "        story: { type: string }\n",
                    "        story: { type: string }\n        age: { type: integer }\n"
                ),
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.create(name:species:story:chip:label:)",
            "an optional request property is required",
            [Edit("required: [name, species, source]\n", "required: [name, species, story, source]\n")]
        ),
        ChangeCase(
            .breaking,
            "NewPet.story",
            "a request property goes",
            [Edit("        story: { type: string }\n", "")]
        ),
        ChangeCase(
            .breaking,
            "NewPet.chip",
            "a request property becomes a string",
            [Edit("chip: { type: integer }", "chip: { type: string }")]
        ),
        ChangeCase(
            .breaking,
            "NewPet",
            "request properties in another order",
            [
                Edit(
                    "        story: { type: string }\n        chip: { type: integer }\n",
                    "        chip: { type: integer }\n        story: { type: string }\n"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "PetPatch.owner",
            "a nullable request property may no longer be null",
            [
                Edit(
                    "        name: { type: string }\n        owner: { type: [string, 'null'] }\n",
                    "        name: { type: string }\n        owner: { type: string }\n"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "a new required query parameter",
            [
                Edit(
                    "        - { name: ids,",
                    "        - { name: since, in: query, required: true, schema: { type: string } }\n        - { name: ids,"
                )
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "an optional parameter is required",
            [Edit("limit, in: query,", "limit, in: query, required: true,")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "a parameter goes",
            [Edit("        - { name: ids, in: query, schema: { type: array, items: { type: string } } }\n", "")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "a parameter has another type",
            [Edit("items: { type: string } } }\n      responses", "items: { type: integer } } }\n      responses")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.list(limit:species:ids:)",
            "parameters in another order",
            [
                Edit("        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }\n", ""),
                Edit(
                    "items: { type: string } } }\n      responses",
                    "items: { type: string } } }\n        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }\n      responses"
                ),
            ]
        ),
        ChangeCase(
            .breaking,
            "client.pets.delete(petID:reason:)",
            "a parameter has another name",
            [Edit("name: Reason", "name: Cause")]
        ),
        ChangeCase(
            .breaking,
            "client.pets.photos.upload(petID:file:caption:)",
            "a new required part of a form",
            [Edit("required: [file]", "required: [file, caption]")]
        ),
        ChangeCase(
            .breaking,
            "Label.colour",
            "a required property of a type in requests and responses",
            [
                Edit("required: [text]", "required: [text, colour]"),
                Edit(
                    "        text: { type: string }\n",
                    "        text: { type: string }\n        colour: { type: string }\n"
                ),
            ],
            answer: [Edit("\"text\": \"shy\"", "\"text\": \"shy\", \"colour\": \"red\"")]
        ),
        ChangeCase(
            .breaking,
            "DryMeal.brand",
            "a new required property in a member of a request union",
            [
                Edit("required: [type, grams]", "required: [type, grams, brand]"),
                Edit("const: dry }\n", "const: dry }\n        brand: { type: string }\n"),
            ]
        ),
        ChangeCase(
            .breaking,
            "Meal",
            "a request union has but one member left",
            [Edit("        - $ref: '#/components/schemas/WetMeal'\n", "")]
        ),
        ChangeCase(
            .breaking,
            "NewPet.source",
            "a constant becomes any required text",
            [
                Edit("source: { type: string, const: app }", "source: { type: string }")
            ]
        ),
        ChangeCase(
            .breaking,
            "Meal.dry",
            "a member of a union has two tags, and is named after its schema",
            [
                Edit(
                    "discriminator: { propertyName: type }",
                    "discriminator: { propertyName: type, mapping: { dry: DryMeal, kibble: DryMeal, wet: WetMeal } }"
                )
            ]
        ),
    ]
}
