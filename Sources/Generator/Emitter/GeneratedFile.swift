/// A file of generated source.
package struct GeneratedFile: Sendable, Hashable {
    package var name: String
    /// The text in UTF-8.
    package var bytes: [UInt8]

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The file wrapped in `#if !flag`, for sources that are recorded in one module and generated into another.
    ///
    /// - Parameter flag: A compilation condition (`-D`).
    package func unless(_ flag: String) -> GeneratedFile {
        // The first empty line ends the header.
        let newline = UInt8(ascii: "\n")
        guard let end = bytes.indices.dropFirst().first(where: { bytes[$0] == newline && bytes[$0 - 1] == newline })
        else { return self }
        var file = self
        file.bytes.insert(contentsOf: "#if !\(flag)\n\n".utf8, at: end + 1)
        file.bytes.append(contentsOf: "\n#endif\n".utf8)
        return file
    }
}
