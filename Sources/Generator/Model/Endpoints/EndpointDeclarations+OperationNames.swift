import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

// The names of all operations.
extension EndpointDeclarations {
    /// An operation with its path.
    struct LocatedOperation {
        var operation: OperationObject
        var item: PathItem
        var path: String
    }

    var locatedOperations: [LocatedOperation] {
        mutating get {
            document.paths.flatMap { entry -> [LocatedOperation] in
                guard let item = references.object(entry.item) else { return [] }
                return item.operations.map { LocatedOperation(operation: $0, item: item, path: entry.path) }
            }
        }
    }

    /// The resource names and the method name of each operation. Operations whose short names are equal keep the full
    /// ones, so that names do not depend on the order of the document.
    mutating func names(of operations: [LocatedOperation]) -> [[String]] {
        let prefix = PathPrefix(of: document.paths.map(\.path))
        let tags = document.tags
        let names = operations.map { OperationName(of: $0.operation, path: $0.path, prefix: prefix, tags: tags) }
        func spelled(_ parts: [String]) -> String { parts.map { SwiftName.member($0) }.joined(separator: ".") }
        var counts: [String: Int] = [:]
        for name in names { counts[spelled(name.parts), default: 0] += 1 }
        return zip(operations, names).map { operation, name in
            guard name.parts != name.fullParts else { return name.parts }
            let isUnique = counts[spelled(name.parts)] == 1
            lintShortening(of: operation, name, isUnique: isUnique)
            return isUnique ? name.parts : name.fullParts
        }
    }

    private mutating func lintShortening(of located: LocatedOperation, _ name: OperationName, isUnique: Bool) {
        let operation = located.operation
        let (short, full) = (SwiftName.member(name.parts.last ?? ""), SwiftName.member(name.fullParts.last ?? ""))
        let what = operation.operationID.map { "'\($0)'" } ?? "'\(operation.method) \(located.path)'"
        lint(
            isUnique
                ? "\(what) is called '\(short)', without what its path and method tell"
                : "\(what) is called '\(full)', because '\(short)' would be the name of several operations",
            operation.operationIDOrigin ?? operation.origin
        )
    }
}
