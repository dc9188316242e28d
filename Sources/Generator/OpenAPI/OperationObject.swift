/// An Operation Object (OpenAPI 3.1) with its method.
package struct OperationObject: Sendable {
    /// In upper case, such as `GET`; as written for `additionalOperations`.
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
    /// nil if the security of the document applies; empty if none is needed.
    package var security: [SecurityRequirement]?
    package var servers: [Server]
    package var origin: SourceReference
    /// The location of the `operationId` value.
    package var operationIDOrigin: SourceReference?
}

package struct StatusResponse: Sendable {
    package enum Status: Hashable, Sendable {
        case code(Int)
        /// A range such as `2XX`, which is `range(2)`.
        case range(Int)
        case `default`
    }

    package var status: Status
    package var response: ReferenceOr<Response>
    package var origin: SourceReference
}
