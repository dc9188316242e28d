extension StringProtocol {
    /// The text without spaces and tabs at both ends.
    package func trimmingSpaces() -> String {
        trimming { $0 == "\t" || $0 == Self.zeroWidthSpace || $0.properties.generalCategory == .spaceSeparator }
    }

    /// The text without white space, line breaks included, at both ends.
    package func trimmingWhitespace() -> String {
        trimming { $0 == Self.zeroWidthSpace || $0.properties.isWhitespace }
    }

    /// Unicode no longer counts it as white space, but it comes along where people copy a key or a URL.
    private static var zeroWidthSpace: Unicode.Scalar { "\u{200B}" }

    // By scalars: a space and a combining mark after it are one `Character`, which is no white space.
    private func trimming(_ isBlank: (Unicode.Scalar) -> Bool) -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }
}
