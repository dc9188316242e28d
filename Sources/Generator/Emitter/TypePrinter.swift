import HandingerGeneratorModel

/// Writes types as they have to be spelt in one place.
///
/// Inside a type, the types nested in it hide others of the same name; those are written with the module's name.
struct TypePrinter: Sendable {
    let module: String
    /// Names that are hidden here.
    private var hidden: Set<String> = []
    /// The qualified name of the type around, with a dot behind it; empty at the top level.
    private var scope = ""

    init(module: String) {
        self.module = module
    }

    /// The printer for what stands inside the declaration.
    func inside(_ declaration: TypeDeclaration) -> TypePrinter {
        var printer = self
        if !declaration.nested.isEmpty { printer.hidden.formUnion(declaration.nested.map(\.name)) }
        printer.scope = declaration.qualifiedName + "."
        return printer
    }

    /// The printer for a file of another module, where types of these names stand that are not the document's.
    func beside(_ names: [String]) -> TypePrinter {
        var printer = self
        printer.hidden.formUnion(names)
        return printer
    }

    func source(_ type: TypeReference) -> String {
        source(type, brackets: 0)
    }

    /// How many lists in lists are written with brackets. The compiler reads what stands in a pair of brackets twice,
    /// so that each pair more doubles its time.
    private static let bracketLimit = 4

    private func source(_ type: TypeReference, brackets: Int) -> String {
        switch type {
        case .array(let element):
            brackets < Self.bracketLimit
                ? "[\(source(element, brackets: brackets + 1))]"
                // With the module's name, or `swift format` writes the brackets again.
                : "Swift.Array<\(source(element, brackets: brackets))>"
        case .dictionary(let value): "[String: \(source(value, brackets: brackets))]"
        case .optional(let wrapped): source(wrapped, brackets: brackets) + "?"
        case .nullable(let wrapped): "Nullable<\(source(wrapped, brackets: brackets))>"
        case .named(let name): self.name(name)
        case .string: "String"
        case .bool: "Bool"
        case .int: "Int"
        case .int64: "Int64"
        case .uint64: "UInt64"
        case .double: "Double"
        case .date: "Date"
        case .day: "CalendarDate"
        case .data: "Data"
        case .json: "JSONValue"
        case .file: "FileUpload"
        }
    }

    func name(_ qualified: String) -> String {
        // What is nested here needs no more than its own name.
        if !scope.isEmpty, isInScope(qualified) {
            return String(Substring(qualified.utf8.dropFirst(scope.utf8.count)))
        }
        guard !hidden.isEmpty else { return qualified }
        // `Worker.File` inside Worker means what it says, unless something nested is called Worker too.
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
