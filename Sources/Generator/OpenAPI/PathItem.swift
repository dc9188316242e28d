/// The operations of one path (OpenAPI 3.1, Path Item Object).
package struct PathItem: Sendable {
    package var summary: String?
    package var description: String?
    /// Empty where the item has none of its own.
    package var servers: [Server]
    package var parameters: [ReferenceOr<Parameter>]
    /// In document order; `additionalOperations` of 3.2 after the others.
    package var operations: [OperationObject]
    package var origin: Origin
}
