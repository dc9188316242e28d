internal import HandingerGeneratorDiagnostics

/// Checks of a whole document that need no resolved references.
enum Validation {
    /// Reports inconsistencies and adds path parameters that are missing.
    static func complete(_ document: inout Document, diagnostics: inout DiagnosticList) {
        var suggestions = SuggestionBudget()
        document.paths = document.paths.compactMap { entry in
            var entry = entry
            return completePath(&entry, &suggestions, diagnostics: &diagnostics) ? entry : nil
        }
        reportDuplicateOperationIDs(of: document, diagnostics: &diagnostics)
    }

    /// Returns false after an error: the path is unreadable.
    private static func completePath(
        _ entry: inout PathEntry,
        _ suggestions: inout SuggestionBudget,
        diagnostics: inout DiagnosticList
    ) -> Bool {
        guard let template = PathTemplate(entry.path) else {
            let message = "the path \(entry.path.quoted) has a brace without its partner"
            diagnostics.error(message, lenient: .leftOut, at: entry.origin.location, entry.origin.pointer)
            return false
        }
        guard case .value(var item) = entry.item, let shared = pathParameters(in: item.parameters) else { return true }
        let variables = Set(template.variables)
        for index in item.operations.indices {
            let operation = item.operations[index]
            guard let own = pathParameters(in: operation.parameters) else { continue }
            let names = (shared + own).map(\.name)
            let declared = Set(names)
            for name in template.variables where !declared.contains(name) {
                let near = suggestions.didYouMean(name, among: names.filter { !variables.contains($0) })
                diagnostics.warning(
                    "the path has '{\(name)}', but \(operation.method) has no path parameter of that name\(near); "
                        + "it is taken for a string",
                    at: operation.origin.location,
                    operation.origin.pointer
                )
                item.operations[index].parameters.append(.value(Parameter(pathVariable: name, operation.origin)))
            }
            for parameter in own where !variables.contains(parameter.name) {
                report(parameter, notIn: entry.path, diagnostics: &diagnostics)
            }
        }
        for parameter in shared where !variables.contains(parameter.name) {
            report(parameter, notIn: entry.path, diagnostics: &diagnostics)
        }
        entry.item = .value(item)
        return true
    }

    private static func report(_ parameter: Parameter, notIn path: String, diagnostics: inout DiagnosticList) {
        let message = "the path \(path.quoted) has no '{\(parameter.name)}', so this path parameter is not sent"
        diagnostics.warning(message, at: parameter.origin.location, parameter.origin.pointer)
    }

    /// Returns nil if a parameter is a reference, which only a later stage can follow.
    private static func pathParameters(in parameters: [ReferenceOr<Parameter>]) -> [Parameter]? {
        var result: [Parameter] = []
        for parameter in parameters {
            guard case .value(let value) = parameter else { return nil }
            if value.place == .path { result.append(value) }
        }
        return result
    }

    private static func reportDuplicateOperationIDs(of document: Document, diagnostics: inout DiagnosticList) {
        var first: [ByteKey: SourceReference] = [:]
        for entry in document.paths {
            guard case .value(let item) = entry.item else { continue }
            for operation in item.operations {
                guard let id = operation.operationID, let origin = operation.operationIDOrigin else { continue }
                if let place = first[ByteKey(id)]?.location {
                    diagnostics.warning(
                        "the operationId \(id.quoted) is already that of the operation at \(place); "
                            + "give each operation its own",
                        at: origin.location,
                        origin.pointer
                    )
                } else {
                    first[ByteKey(id)] = origin
                }
            }
        }
    }
}

/// The variables of a path: `/users/{id}/files/{name}.{extension}` has three.
package struct PathTemplate {
    /// Unique, in the order of the path.
    package let variables: [String]

    /// Returns nil if a brace is unmatched or a variable has no name.
    package init?(_ path: String) {
        var variables: [String] = []
        var known: Set<String> = []
        // By scalar: a `Character` includes combining marks after the brace.
        var rest = path.unicodeScalars[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else { return nil }
            let name = String(rest[rest.index(after: brace)..<end])
            guard !name.isEmpty, !name.unicodeScalars.contains("{") else { return nil }
            if known.insert(name).inserted { variables.append(name) }
            rest = rest[rest.index(after: end)...]
        }
        self.variables = variables
    }
}

extension Parameter {
    /// A required string parameter, for a path variable that no parameter describes.
    package init(pathVariable name: String, _ origin: SourceReference) {
        self.init(
            name: name,
            place: .path,
            description: nil,
            isRequired: true,
            isDeprecated: false,
            style: .simple,
            explode: false,
            allowReserved: false,
            schema: Schema(origin: origin, types: [.string]),
            content: [],
            example: nil,
            origin: origin
        )
    }
}
