extension RequestBody {
    /// The body with more fields at its top level, which replace its own of the same name.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest`` if the body has no fields.
    func adding(_ fields: [String: JSONValue]) throws -> RequestBody {
        if fields.isEmpty { return self }
        let sorted = fields.sortedMembers
        let names = Set(fields.keys.map { BytewiseText($0) })
        switch content {
        case .json(let value):
            guard case .object(var members) = try EncodedValue(encoding: value) else { throw Self.hasNoFields }
            for (name, value) in sorted {
                let member = EncodedValue.Member(name: name, value: try EncodedValue(encoding: value))
                if let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
                    members[index] = member
                } else {
                    members.append(member)
                }
            }
            return RequestBody(content: .bytes(EncodedValue.object(members).json), contentType: contentType)
        case .form(let own):
            let kept = own.filter { !names.contains(BytewiseText($0.name)) }
            return RequestBody(
                content: .form(kept + sorted.map { FormField($0.key, $0.value) }),
                contentType: contentType
            )
        case .multipart(let own):
            let kept = own.flatMap(\.all).filter { !names.contains(BytewiseText($0.name)) }
            let parts = kept + sorted.map { MultipartPart.value($0.key, $0.value) }
            return RequestBody(content: .multipart(parts), contentType: contentType)
        case .jsonLines, .bytes, .file, .stream:
            throw Self.hasNoFields
        }
    }

    private static var hasNoFields: APIError {
        APIError(.invalidRequest, "Fields can only be added to a body that is a JSON object, a form or multipart.")
    }
}
