/// The operations of one path (OpenAPI 3.1, Path Item Object).
package struct PathItem: Sendable {
    package var summary: String?
    package var description: String?
    /// Empty if the path has no servers of its own.
    package var servers: [Server]
    package var parameters: [ReferenceOr<Parameter>]
    /// In document order; the `additionalOperations` of OpenAPI 3.2 come last.
    package var operations: [OperationObject]
    package var origin: SourceReference
}
