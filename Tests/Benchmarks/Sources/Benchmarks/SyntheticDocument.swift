import Foundation

/// Large deterministic OpenAPI documents with structures, unions, enumerations, lists and descriptions in realistic
/// proportions.
struct SyntheticDocument {
    let name: String
    let text: String

    /// Block YAML, over 2.5 MB.
    static var yaml: SyntheticDocument { yaml(paths: 300, schemas: 1_500) }

    /// Block YAML, 1.2 MB.
    static var smallerYAML: SyntheticDocument { yaml(paths: 130, schemas: 650) }

    /// - Parameter schemas: The number of schemas; there is one path per five schemas.
    private static func yaml(paths: Int, schemas: Int) -> SyntheticDocument {
        var text =
            "openapi: 3.1.0\ninfo:\n  title: Synthetic\n  version: \"1\"\nservers:\n  - url: https://example.com\n"
        text += "paths:\n"
        for index in 0..<paths { text += yamlPath(index) }
        text += "components:\n  schemas:\n"
        for index in 0..<schemas { text += yamlSchema(index) }
        return SyntheticDocument(name: "synthetic.yaml", text: text)
    }

    /// Compact JSON, over 2.5 MB.
    static var json: SyntheticDocument {
        let paths = (0..<600).map(jsonPath).joined(separator: ",")
        let schemas = (0..<3_000).map(jsonSchema).joined(separator: ",")
        let head = #"{"openapi":"3.1.0","info":{"title":"Synthetic","version":"1"},"#
        let text = head + #""servers":[{"url":"https://example.com"}],"paths":{\#(paths)},"#
        return SyntheticDocument(name: "synthetic.json", text: text + #""components":{"schemas":{\#(schemas)}}}"#)
    }

    private static let words = ["account", "batch", "channel", "delivery", "entry", "filter", "group", "handler"]

    private static func word(_ index: Int) -> String { words[index % words.count] }

    private static func schemaName(_ index: Int) -> String {
        word(index).capitalized + word(index / 8).capitalized + String(index)
    }

    private static func sentence(_ index: Int) -> String {
        "The \(word(index)) of the \(word(index + 3)), as it was when the \(word(index + 5)) was last changed by its owner."
    }

    private static func yamlPath(_ index: Int) -> String {
        let schema = schemaName(index * 5)
        return """
              /\(word(index))s/{id}/part\(index):
                parameters:
                  - name: id
                    in: path
                    required: true
                    schema:
                      type: string
                get:
                  operationId: \(word(index))s.part\(index).retrieve
                  summary: Retrieves part \(index).
                  description: \(sentence(index))
                  parameters:
                    - name: limit
                      in: query
                      description: How many at most.
                      schema:
                        type: integer
                        minimum: 1
                        maximum: 100
                  responses:
                    "200":
                      description: The part.
                      content:
                        application/json:
                          schema:
                            $ref: "#/components/schemas/\(schema)"

            """.indented
    }

    private static func yamlSchema(_ index: Int) -> String {
        let name = schemaName(index)
        if index % 10 == 9 {
            let members = (1...4).map { "        - $ref: \"#/components/schemas/\(schemaName(index - $0))\"\n" }
            return "    \(name):\n      description: \(sentence(index))\n      oneOf:\n" + members.joined()
        }
        var text = "    \(name):\n      type: object\n      description: \(sentence(index))\n      required:\n"
        text += "        - id\n        - kind\n      properties:\n"
        text += "        id:\n          type: string\n          description: \(sentence(index + 1))\n"
        text += "        kind:\n          type: string\n          enum:\n            - \(name)\n"
        text += "        created_at:\n          type: string\n          format: date-time\n"
        for property in 0..<8 {
            let key = word(index + property) + "_" + word(property) + String(property)
            text += "        \(key):\n          description: \(sentence(index * property))\n"
            switch property % 4 {
            case 0: text += "          type: integer\n          minimum: 0\n"
            case 1: text += "          type: array\n          items:\n            type: string\n"
            case 2: text += "          type: string\n          enum:\n            - low\n            - high\n"
            default: text += "          type: [number, \"null\"]\n"
            }
        }
        return text
    }

    private static func jsonPath(_ index: Int) -> String {
        let schema = schemaName(index * 5)
        let parameter = #"{"name":"id","in":"path","required":true,"schema":{"type":"string"}}"#
        let content = ##"{"application/json":{"schema":{"$ref":"#/components/schemas/\##(schema)"}}}"##
        return
            #""/\#(word(index))s/{id}/part\#(index)":{"get":{"operationId":"\#(word(index))s.part\#(index).retrieve","#
            + #""summary":"\#(sentence(index))","parameters":[\#(parameter)],"#
            + #""responses":{"200":{"description":"The part.","content":\#(content)}}}}"#
    }

    private static func jsonSchema(_ index: Int) -> String {
        let name = schemaName(index)
        if index % 10 == 9 {
            let members = (1...4).map { ##"{"$ref":"#/components/schemas/\##(schemaName(index - $0))"}"## }
            return #""\#(name)":{"oneOf":[\#(members.joined(separator: ","))]}"#
        }
        let properties = (0..<6).map { property in
            let key = word(index + property) + "_" + word(property) + String(property)
            let type = ["integer", "boolean", "string"][property % 3]
            return #""\#(key)":{"type":"\#(type)","description":"\#(sentence(index * property))"}"#
        }
        let kind = #""kind":{"type":"string","enum":["\#(name)"]}"#
        return #""\#(name)":{"type":"object","required":["kind"],"properties":{\#(kind),"#
            + properties.joined(separator: ",") + "}}"
    }
}

extension String {
    /// The text indented by two columns.
    fileprivate var indented: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  " + $0 }
            .joined(separator: "\n")
    }
}
