/// A group of methods on the client: `client.workers`, `client.workers.schedules`.
package struct Resource: Sendable {
    /// As in the operationId, for `// MARK:` and commands: `schedules`. Empty for the root.
    package var name: String
    /// Of the property that leads here: `schedules`.
    package var propertyName: String
    /// Of the type, inside its parent's: `Schedules`.
    package var typeName: String
    package var documentation: Documentation
    /// Indices into ``API/endpoints``.
    package var endpoints: [Int]
    package var children: [Resource]
}
