import HandingerGeneratorModel

/// Emits the defaults of an operation's arguments as constants.
struct DefaultsEmitter {
    let endpoint: EndpointDeclaration
    let types: TypePrinter

    func write(as name: String, to writer: inout SwiftWriter) {
        writer.line("/// What the server uses for omitted arguments of `\(endpoint.functionName)`.")
        writer.block("public enum \(name)") { writer in
            for (index, value) in endpoint.defaults.enumerated() {
                if index > 0 { writer.line() }
                Self.write(value.value, of: value.value.name, types.source(value.type), to: &writer)
            }
        }
    }

    /// Writes one constant.
    ///
    /// - Parameter property: The name of the argument or property.
    static func write(_ value: DefaultValue, of property: String, _ type: String, to writer: inout SwiftWriter) {
        writer.line("/// What the server uses if `\(property)` is omitted.")
        writer.assignment(
            "public static let \(name: value.name): \(type)",
            "\(SwiftLiteral.constant(value.value))"
        )
    }
}
