/// The bytes of a document and the name to show for it.
package struct SourceFile: Sendable {
    /// As the user gave it; a diagnostic starts with it.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
