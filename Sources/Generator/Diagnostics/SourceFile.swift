/// The bytes of a document and its name in diagnostics.
package struct SourceFile: Sendable {
    /// The path as the user gave it.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
