/// A group of methods on the client, such as `client.workers` or `client.workers.schedules`.
package struct Resource: Sendable {
    /// The name in the `operationId`, such as `schedules`; empty for the root.
    package var name: String
    /// The property on the parent, such as `schedules`.
    package var propertyName: String
    /// The type nested in the parent's, such as `Schedules`.
    package var typeName: String
    package var documentation: Documentation
    /// Indices into ``API/endpoints``.
    package var endpoints: [Int]
    package var children: [Resource]
}
