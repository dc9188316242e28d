import Foundation

/// The header `Content-Disposition` (RFC 6266).
enum ContentDisposition {
    /// The file name in it as a bare name that is safe to use; nil if there is none.
    static func filename(in header: String) -> String? {
        let parameters = parameters(of: header)
        let extended = parameters["filename*"].flatMap(decodeExtended)
        return (extended ?? parameters["filename"]).flatMap(safeName)
    }

    /// A name without folders, control characters and leading dots; nil if nothing is left.
    static func safeName(_ name: String) -> String? {
        let base = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let scalars = base.unicodeScalars.filter { !CharacterSet.controlCharacters.contains($0) }
        let visible = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
        let bare = String(visible.drop { $0 == "." || $0 == " " })
        return bare.isEmpty ? nil : bare
    }

    /// The parameters by lower-case name, quoted values without their quotes.
    private static func parameters(of header: String) -> [String: String] {
        var parameters: [String: String] = [:]
        var rest = header.drop { $0 != ";" }.dropFirst()
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest[name.endIndex...]
            guard rest.first == "=" else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst().drop { $0 == " " }
            let value = rest.first == "\"" ? quoted(&rest) : plain(&rest)
            parameters[name.trimmingCharacters(in: .whitespaces).lowercased()] = value
            rest = rest.drop { $0 != ";" }.dropFirst()
        }
        return parameters
    }

    private static func plain(_ rest: inout Substring) -> String {
        let value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
        return value.trimmingCharacters(in: .whitespaces)
    }

    private static func quoted(_ rest: inout Substring) -> String {
        var value = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
        }
        return value
    }

    /// A value of the form `UTF-8''na%C3%AFve.txt` (RFC 8187).
    private static func decodeExtended(_ value: String) -> String? {
        let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return String(parts[2]).removingPercentEncoding
    }
}
