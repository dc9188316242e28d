/// One method on a path (OpenAPI 3.1, Operation Object).
package struct OperationObject: Sendable {
    /// Upper case, `GET`; for `additionalOperations` as it stands.
    package var method: String
    package var operationID: String?
    package var tags: [String]
    package var summary: String?
    package var description: String?
    package var isDeprecated: Bool
    package var parameters: [ReferenceOr<Parameter>]
    package var requestBody: ReferenceOr<RequestBody>?
    /// In document order.
    package var responses: [StatusResponse]
    /// nil where the document's own applies; empty for none.
    package var security: [SecurityRequirement]?
    package var servers: [Server]
    package var origin: Origin
    /// The place of the `operationId` value, where there is one.
    package var operationIDOrigin: Origin?
}

package struct StatusResponse: Sendable {
    package enum Status: Hashable, Sendable {
        case code(Int)
        /// `2XX` is `range(2)`.
        case range(Int)
        case `default`
    }

    package var status: Status
    package var response: ReferenceOr<Response>
    package var origin: Origin
}
