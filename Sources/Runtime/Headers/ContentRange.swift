/// The header `Content-Range` (RFC 9110 section 14.4): `bytes 3-9/10`, `bytes 3-9/*` or `bytes */10`.
struct ContentRange {
    /// The place of the first byte; nil where the header says that no byte could be sent.
    let first: Int64?
    /// The length of the whole; nil where the server does not know it.
    let total: Int64?

    /// Nil if the text is none of the forms.
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
