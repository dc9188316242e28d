#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Parses the header field `Content-Disposition` (RFC 6266).
///
/// The code works on Unicode scalars: a slash or dot followed by a combining mark is another `Character`, but the file
/// system still sees the slash.
enum ContentDisposition {
    /// The maximum length of a file name in bytes on common file systems.
    static let longestName = 255

    /// The file name in the field as a bare, safe name; nil if there is none.
    static func filename(in header: String) -> String? {
        let parameters = parameters(of: header)
        let extended = parameters["filename*"].flatMap(decodeExtended)
        return (extended ?? parameters["filename"]).flatMap(safeName)
    }

    /// Removes folders, control characters and leading dots from a name and shortens it; nil if nothing is left.
    static func safeName(_ name: String) -> String? {
        let scalars = name.unicodeScalars
        let base = scalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? Substring.UnicodeScalarView()
        let visible = base.filter { ![.control, .format].contains($0.properties.generalCategory) }
        let bare = visible.drop { $0 == "." || $0.properties.isWhitespace }
        let trimmed = String(String(String.UnicodeScalarView(bare)).trimmingWhitespace)
        return trimmed.isEmpty ? nil : shortened(trimmed)
    }

    /// Shortens a name to a number of bytes and keeps its extension.
    static func shortened(_ name: String, to limit: Int = longestName) -> String {
        guard name.utf8.count > limit else { return name }
        var suffix = name.unicodeScalars.lastIndex(of: ".").map { String(name.unicodeScalars[$0...]) } ?? ""
        if suffix.utf8.count > 32 { suffix = "" }
        var stem = String.UnicodeScalarView()
        var length = suffix.utf8.count
        for scalar in name.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= limit else { break }
            stem.append(scalar)
        }
        return String(stem) + suffix
    }

    /// The parameters by lowercase name, with quoted values unquoted.
    private static func parameters(of header: String) -> [String: String] {
        var parameters: [String: String] = [:]
        var rest = header.unicodeScalars.drop { $0 != ";" }.dropFirst()
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest[name.endIndex...]
            guard rest.first == "=" else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst().drop { $0 == " " }
            let value = rest.first == "\"" ? quoted(&rest) : plain(&rest)
            parameters[String(name).trimmingWhitespace.lowercased()] = value
            rest = rest.drop { $0 != ";" }.dropFirst()
        }
        return parameters
    }

    private static func plain(_ rest: inout Substring.UnicodeScalarView) -> String {
        let value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
        return String(String(value).trimmingWhitespace)
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String {
        var value = String.UnicodeScalarView()
        rest = rest.dropFirst()
        while let scalar = rest.popFirst(), scalar != "\"" {
            value.append(scalar == "\\" ? rest.popFirst() ?? "\\" : scalar)
        }
        return String(value)
    }

    /// A value of the form `UTF-8''na%C3%AFve.txt` (RFC 8187).
    private static func decodeExtended(_ value: String) -> String? {
        let parts = value.unicodeScalars.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, String(parts[0]).lowercased() == "utf-8" else { return nil }
        return PercentEncoding.decode(String(parts[2]))
    }
}

/// The header field `Content-Range` (RFC 9110 section 14.4): `bytes 3-9/10`, `bytes 3-9/*` or `bytes */10`.
struct ContentRange {
    /// The offset of the first byte; nil for an unsatisfied range.
    let first: Int64?
    /// The length of the complete file; nil if the server does not know it.
    let total: Int64?

    /// Parses a field value; nil if it has none of the forms.
    init?(_ text: String) {
        let parts = text.pieces(betweenBytes: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let sides = parts[1].split(atByte: "/")
        guard sides.count == 2 else { return nil }
        total = Int64(digits: sides[1])
        guard total != nil || sides[1] == "*" else { return nil }
        if sides[0] == "*" {
            first = nil
            return
        }
        let ends = sides[0].split(atByte: "-").map { Int64(digits: $0) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start <= end else { return nil }
        first = start
    }
}
