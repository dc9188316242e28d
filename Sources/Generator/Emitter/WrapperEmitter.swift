import HandingerGeneratorModel

/// A list or map of itself: a structure of one value, which is what its JSON is.
struct WrapperEmitter {
    let declaration: TypeDeclaration
    let type: String
    let isConverted: Bool

    func write(to writer: inout SwiftWriter) {
        DocComment.write(declaration.documentation, to: &writer)
        let name = SwiftName.declared(declaration.name)
        writer.block("\(declaration.access) struct \(name): Hashable, Sendable, Codable") { writer in
            writer.line("/// The value in JSON.")
            writer.line("public var value: \(type)")
            writer.line()
            writer.line("/// Makes an instance from its value.")
            writer.block("public init(_ value: \(type))") { $0.line("self.value = value") }
            writer.line()
            writer.line("/// Decodes the value.")
            writer.block("public init(from decoder: any Decoder) throws") { writer in
                writer.line("value = try \(type)(\(isConverted ? "wire" : "from"): decoder)")
            }
            writer.line()
            writer.line("/// Encodes the value.")
            writer.block("public func encode(to encoder: any Encoder) throws") { writer in
                writer.line("try value.\(isConverted ? "encodeWire" : "encode")(to: encoder)")
            }
        }
    }
}
