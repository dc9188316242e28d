import HandingerGeneratorModel

/// Prints types as they must be spelled in one scope.
///
/// Nested types shadow others of the same name; those are qualified with the module.
struct TypePrinter: Sendable {
    let module: String
    /// Names that are shadowed here.
    private var hidden: Set<String> = []
    /// The qualified name of the enclosing type with a trailing dot; empty at the top level.
    private var scope = ""

    init(module: String) {
        self.module = module
    }

    /// The printer for the inside of a declaration.
    func inside(_ declaration: TypeDeclaration) -> TypePrinter {
        var printer = self
        if !declaration.nested.isEmpty { printer.hidden.formUnion(declaration.nested.map(\.name)) }
        printer.scope = declaration.qualifiedName + "."
        return printer
    }

    /// The printer for a file of another module that declares types of these names.
    func beside(_ names: [String]) -> TypePrinter {
        var printer = self
        printer.hidden.formUnion(names)
        return printer
    }

    func source(_ type: TypeReference) -> String {
        source(type, brackets: 0)
    }

    /// The largest nesting of lists that is written with brackets. The compiler parses the content of brackets twice, so
    /// each level doubles its time.
    private static let bracketLimit = 4

    private func source(_ type: TypeReference, brackets: Int) -> String {
        switch type {
        case .array(let element):
            brackets < Self.bracketLimit
                ? "[\(source(element, brackets: brackets + 1))]"
                // Qualified, because `swift format` would turn `Array<T>` into brackets.
                : "Swift.Array<\(source(element, brackets: brackets))>"
        case .dictionary(let value): "[String: \(source(value, brackets: brackets))]"
        case .optional(let wrapped): source(wrapped, brackets: brackets) + "?"
        case .nullable(let wrapped): "Nullable<\(source(wrapped, brackets: brackets))>"
        case .fileOr(let value): "FileOrValue<\(source(value, brackets: brackets))>"
        case .named(let name): self.name(name)
        case .string, .bool, .int, .int64, .uint64, .double, .date, .day, .data, .json, .file: type.text
        }
    }

    func name(_ qualified: String) -> String {
        // Types nested here need no qualification.
        if !scope.isEmpty, isInScope(qualified) {
            return String(Substring(qualified.utf8.dropFirst(scope.utf8.count)))
        }
        guard !hidden.isEmpty else { return qualified }
        // `Worker.File` resolves inside Worker unless a nested type is called Worker too.
        let head = String(Substring(qualified.utf8.prefix { $0 != UInt8(ascii: ".") }))
        return hidden.contains(head) ? module + "." + qualified : qualified
    }

    private func isInScope(_ name: String) -> Bool {
        scope.withBytes { scope in
            name.withBytes {
                $0.count >= scope.count && UnsafeBufferPointer(rebasing: $0[..<scope.count]).elementsEqual(scope)
            }
        }
    }
}
