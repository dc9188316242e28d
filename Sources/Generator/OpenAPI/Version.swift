internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Document.Version {
    private static let supported = "OpenAPI 3.0, 3.1 and 3.2 are"

    /// Reads the `openapi` field. Returns nil after an error if the version is missing or not supported.
    static func parse(_ root: Node, diagnostics: inout DiagnosticList) -> Document.Version? {
        let place = JSONPointer()
        guard let mapping = root.mapping else {
            let message = "an OpenAPI document must be a mapping, not \(root.kindName)"
            diagnostics.error(message, at: root.location, place)
            return nil
        }
        guard let entry = mapping.entry("openapi") else {
            if let swagger = mapping.entry("swagger") {
                let version = swagger.value.string ?? swagger.value.scalarText ?? ""
                let message =
                    "Swagger \(version) is not supported, \(supported); convert the document to OpenAPI 3 first"
                diagnostics.error(message, at: swagger.keyLocation, place.appending("swagger"))
            } else {
                let near = closestMatch(for: "openapi", among: mapping.map(\.key))
                let fix = near.map { "did you mean it by \($0.quoted)?" } ?? "add 'openapi: 3.1.0'"
                let message = "the document has no 'openapi' field that tells its version; \(fix)"
                diagnostics.error(message, at: root.location, place)
            }
            return nil
        }
        let text = entry.value.string ?? entry.value.scalarText ?? ""
        guard let version = Self(text) else {
            let what = text.isEmpty ? "this version" : "OpenAPI \(text.quoted)"
            let message = "\(what) is not supported; \(supported)"
            diagnostics.error(message, at: entry.value.location, place.appending("openapi"))
            return nil
        }
        if entry.value.string == nil {
            let message = "the version is a string; write 'openapi: \"\(text).0\"'"
            diagnostics.warning(message, at: entry.value.location, place.appending("openapi"))
        }
        return version
    }

    /// Parses `3.1`, `3.1.0` or `3.1.0-rc1`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "3" else { return nil }
        switch parts[1] {
        case "0": self = .v3_0
        case "1": self = .v3_1
        case "2": self = .v3_2
        default: return nil
        }
    }
}
