import Testing

/// Parts of multipart bodies that take files (OpenAPI 3.0.4, section 4.7.14.2; 3.1.1, sections 4.8.14.4 and 4.8.15.1).
@Suite struct UploadTests {
    private func part(_ schema: String, encoding: String = "", version: String = "3.1.0") throws -> OperationDecision {
        let rule = encoding.isEmpty ? "" : ", encoding: { f: { contentType: '\(encoding)' } }"
        return try OperationDecision(
            request: "multipart/form-data: { schema: { type: object, properties: { f: \(schema) } }\(rule) }",
            version: version
        )
    }

    @Test(
        arguments: ["3.0.3", "3.1.0"],
        [
            ("{ type: string, format: binary }", "FileUpload?"),
            ("{ $ref: '#/components/schemas/File' }", "FileUpload?"),
            ("{ $ref: '#/components/schemas/FileAlias' }", "FileUpload?"),
            ("{ $ref: '#/components/schemas/MaybeFile' }", "FileUpload?"),
            ("{ type: string, format: binary, nullable: true }", "FileUpload?"),
            ("{ allOf: [{ type: string, format: binary }], description: A picture. }", "FileUpload?"),
            ("{ allOf: [{ $ref: '#/components/schemas/File' }, { nullable: true }] }", "FileUpload?"),
            ("{ oneOf: [{ $ref: '#/components/schemas/File' }, { enum: [null] }] }", "FileUpload?"),
            ("{ oneOf: [{ type: string, format: binary }] }", "FileUpload?"),
            ("{ anyOf: [{ allOf: [{ $ref: '#/components/schemas/File' }] }, { nullable: true }] }", "FileUpload?"),
            ("{ type: array, items: { type: string, format: binary } }", "[FileUpload]?"),
            ("{ type: array, items: { $ref: '#/components/schemas/MaybeFile' } }", "[FileUpload]?"),
            ("{ type: array, nullable: true, items: { oneOf: [{ type: string, format: binary }] } }", "[FileUpload]?"),
            (
                "{ oneOf: [{ type: string, format: binary }, { type: array, items: { type: string, format: binary } }] }",
                "[FileUpload]?"
            ),
            (
                "{ oneOf: [{ type: string, format: binary }, { type: string, format: uri }] }",
                "FileOrValue<String>?"
            ),
            (
                "{ anyOf: [{ $ref: '#/components/schemas/File' }, { $ref: '#/components/schemas/Note' }] }",
                "FileOrValue<Note>?"
            ),
            (
                "{ type: array, items: { anyOf: [{ $ref: '#/components/schemas/File' }, { type: string }] } }",
                "[FileOrValue<String>]?"
            ),
            ("{ type: string }", "String?"), ("{ type: string, format: byte }", "Data?"),
            ("{ type: object, additionalProperties: { type: string } }", "[String: String]?"),
        ]
    )
    func bytesCanBeSent(_ version: String, _ row: (schema: String, type: String)) throws {
        #expect(try part(row.schema, version: version).argument == "f: \(row.type) = nil")
    }

    /// Null as a type and `contentMediaType` exist since OpenAPI 3.1.
    @Test(arguments: [
        ("{ anyOf: [{ type: string, format: binary }, { type: 'null' }] }", "FileUpload?"),
        ("{ type: [string, 'null'], format: binary }", "FileUpload?"),
        ("{ type: string, contentMediaType: image/png }", "FileUpload?"),
        ("{ contentMediaType: application/octet-stream }", "FileUpload?"),
        ("{ anyOf: [{ contentMediaType: image/png }, { type: 'null' }] }", "FileUpload?"),
        ("{ type: string, contentMediaType: image/png, contentEncoding: base64 }", "Data?"),
        ("{ type: string, contentMediaType: image/png, contentEncoding: binary }", "FileUpload?"),
        ("{ type: string, contentEncoding: binary }", "FileUpload?"),
        ("{ type: [array, 'null'], items: { type: string, format: binary } }", "[FileUpload]?"),
        (
            "{ anyOf: [{ type: array, items: { type: string, format: binary } }, { type: 'null' }] }",
            "[FileUpload]?"
        ),
        (
            "{ anyOf: [{ $ref: '#/components/schemas/File' }, { type: array, items: { type: string } }, { type: 'null' }] }",
            "FileOrValue<[String]>?"
        ),
        (
            "{ anyOf: [{ type: string, format: uri }, { type: array, items: { contentMediaType: image/png } }] }",
            "[FileOrValue<String>]?"
        ),
    ])
    func bytesCanBeSentSince31(_ schema: String, _ type: String) throws {
        #expect(try part(schema).argument == "f: \(type) = nil")
    }

    /// The content type of a part decides where the schema leaves it open (OpenAPI 3.1.1, section 4.8.15.1).
    @Test(arguments: [
        ("{}", "image/png, image/jpeg", "FileUpload?"), ("{}", "application/octet-stream", "FileUpload?"),
        ("{}", "image/*", "FileUpload?"), ("{ type: string }", "application/pdf", "FileUpload?"),
        ("{ type: array, items: {} }", "image/png", "[FileUpload]?"),
        ("{}", "application/json", "JSONValue?"), ("{}", "text/plain", "JSONValue?"), ("{}", "", "JSONValue?"),
        ("{}", "application/sdp", "FileUpload?"), ("{ type: string }", "application/sdp", "String?"),
        ("{ type: string }", "application/xml", "String?"), ("{ type: integer }", "image/png", "Int?"),
        ("{ type: string, format: byte }", "image/png", "Data?"),
    ])
    func theContentTypeOfAPartMayMeanAFile(_ schema: String, _ contentType: String, _ type: String) throws {
        #expect(try part(schema, encoding: contentType).argument == "f: \(type) = nil")
    }

    @Test(arguments: [
        ("{ type: string, format: binary }", "[String: FileUpload]?"),
        ("{ type: array, items: { $ref: '#/components/schemas/File' } }", "[String: [FileUpload]]?"),
        ("{ anyOf: [{ type: string, format: binary }, { type: 'null' }] }", "[String: FileUpload]?"),
        ("{ anyOf: [{ type: string, format: binary }, { type: integer }] }", "[String: FileOrValue<Int>]?"),
    ])
    func filesOfAnyName(_ schema: String, _ type: String) throws {
        let decision = try OperationDecision(
            request: "multipart/form-data: { schema: { type: object, additionalProperties: \(schema) } }"
        )
        #expect(decision.argument == "parts: \(type) = nil")
    }

    @Test(arguments: [
        (
            "multipart/form-data",
            "{ type: object, properties: { inner: { type: string, format: binary } } }",
            "'f' is sent as text, which cannot hold the bytes of 'inner'; make the file a property of the form"
        ),
        (
            "multipart/form-data", "{ type: array, items: { type: array, items: { type: string, format: binary } } }",
            "'f' is sent as text, which cannot hold the bytes of 'items'; make the file a property of the form"
        ),
        (
            "multipart/form-data", "{ type: object, additionalProperties: { type: string, format: binary } }",
            "'f' is sent as text, which cannot hold the bytes of 'additionalProperties'; make the file a property of the form"
        ),
        (
            "multipart/form-data",
            "{ oneOf: [{ type: object, properties: { inner: { type: string, format: binary } } }, { type: string }] }",
            "'f' is sent as text, which cannot hold the bytes of 'inner'; make the file a property of the form"
        ),
        (
            "application/x-www-form-urlencoded", "{ $ref: '#/components/schemas/MaybeFile' }",
            "'f' is binary, which a URL-encoded form cannot hold; it is sent as text. Use 'multipart/form-data'"
        ),
    ])
    func bytesThatCannotBeSentAreReported(_ contentType: String, _ schema: String, _ message: String) throws {
        let decision = try OperationDecision(
            request: "\(contentType): { schema: { type: object, properties: { f: \(schema) } } }"
        )
        #expect(decision.warnings == [message])
    }
}
