/// A file of generated source.
package struct GeneratedFile: Sendable, Hashable {
    package var name: String
    package var text: String

    /// The same file, compiled only where a flag is not set: for sources that are recorded in one module and
    /// generated into another, so that the two have the same bytes.
    ///
    /// - Parameter flag: An identifier that the compiler is given with `-D`.
    package func unless(_ flag: String) -> GeneratedFile {
        guard let head = text.firstRange(of: "\n\n") else { return self }
        let body = text[head.upperBound...]
        return GeneratedFile(name: name, text: text[..<head.upperBound] + "#if !\(flag)\n\n" + body + "\n#endif\n")
    }
}
