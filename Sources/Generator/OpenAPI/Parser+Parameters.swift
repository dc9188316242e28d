internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    /// The parameters of a path or an operation, except for those that OpenAPI requires to be ignored.
    mutating func parameters(in object: Object) -> [ReferenceOr<Parameter>] {
        var seen: Set<[ByteKey]> = []
        return list("parameters", in: object).compactMap { member in
            let parameter = referenceOr(member.node, at: member.pointer) { $0.parameter($1, at: $2) }
            guard case .value(let value) = parameter else { return parameter }
            guard !value.isIgnoredHeader else { return nil }
            guard seen.insert([ByteKey(value.place.rawValue), ByteKey(value.name)]).inserted else {
                let what = "the \(value.place.rawValue) parameter \(value.name.quoted)"
                warning("\(what) is given twice; the first is used", at: member.origin)
                return nil
            }
            return parameter
        }
    }

    mutating func parameter(_ node: Node, at pointer: JSONPointer) -> Parameter? {
        guard let object = object(node, at: pointer, .parameter) else { return nil }
        let name = requiredString("name", in: object, .parameter)
        guard let place = place(in: object), let name else { return nil }
        let content = content(in: object)
        let style = style(of: place, in: object)
        let parameter = Parameter(
            name: name,
            place: place,
            description: string("description", in: object),
            isRequired: isRequired(name, place, in: object),
            isDeprecated: bool("deprecated", in: object) ?? false,
            style: style,
            explode: bool("explode", in: object) ?? (style == .form || style == .cookie),
            allowReserved: bool("allowReserved", in: object) ?? false,
            schema: object["schema"].map { schema($0, at: object.pointer("schema")) },
            content: content,
            example: examples(in: object).first,
            origin: object.origin
        )
        if parameter.isIgnoredHeader {
            let cause = name.lowercased() == "authorization" ? "security" : "content"
            let message = "OpenAPI ignores a header parameter named \(name.quoted): its value follows from '\(cause)'"
            warning(message, at: object.origin)
        } else if parameter.schema == nil, content.isEmpty {
            let what = "the parameter \(name.quoted)"
            warning("\(what) has neither 'schema' nor 'content' and is taken for a string", at: object.origin)
        }
        return parameter
    }

    private mutating func place(in object: Object) -> Parameter.Place? {
        guard let text = requiredString("in", in: object, .parameter) else { return nil }
        if let place = Parameter.Place(rawValue: text) { return place }
        let places = ["path", "query", "header", "cookie"] + (version >= .v3_2 ? ["querystring"] : [])
        let fix =
            text == "body" || text == "formData"
            ? "; since OpenAPI 3 a body is described by 'requestBody'" : didYouMean(text, among: places)
        let ending = fix.isEmpty ? "; it is one of \(places.joined(separator: ", "))" : fix
        error(
            "a parameter cannot be in \(text.quoted)\(ending)",
            lenient: .leftOut,
            at: origin(of: "in", in: object)
        )
        return nil
    }

    private mutating func isRequired(_ name: String, _ place: Parameter.Place, in object: Object) -> Bool {
        let isRequired = bool("required", in: object) ?? false
        guard place == .path, !isRequired else { return isRequired }
        let what = "the path parameter \(name.quoted) must have 'required: true'; it is taken for required"
        warning(what, at: object["required"] == nil ? object.origin : origin(of: "required", in: object))
        return true
    }

    private mutating func style(of place: Parameter.Place, in object: Object) -> Parameter.Style {
        let allowed: [Parameter.Style] =
            switch place {
            case .path: [.simple, .label, .matrix]
            case .query: [.form, .spaceDelimited, .pipeDelimited, .deepObject]
            case .header: [.simple]
            case .cookie: [.form, .cookie]
            case .querystring: [.form]
            }
        guard let style = style(in: object) else { return allowed[0] }
        guard allowed.contains(style) else {
            let message =
                "the style '\(style.rawValue)' does not go with a \(place.rawValue) parameter; "
                + "'\(allowed[0].rawValue)' is used"
            warning(message, at: origin(of: "style", in: object))
            return allowed[0]
        }
        return style
    }

    mutating func style(in object: Object) -> Parameter.Style? {
        guard let text = string("style", in: object) else { return nil }
        if let style = Parameter.Style(rawValue: text) { return style }
        let styles = Parameter.Style.allCases.map(\.rawValue)
        let fix = didYouMean(text, among: styles)
        let ending = fix.isEmpty ? "; it is one of \(styles.joined(separator: ", "))" : fix
        error(
            "\(text.quoted) is no style\(ending)",
            lenient: .ignored,
            at: origin(of: "style", in: object)
        )
        return nil
    }

    func origin(of key: String, in object: Object) -> SourceReference {
        object[key].map { object.origin(key, $0) } ?? object.origin
    }
}

extension Parameter {
    /// Whether OpenAPI requires the parameter to be ignored: the document describes these headers elsewhere.
    package var isIgnoredHeader: Bool {
        place == .header && ["accept", "content-type", "authorization"].contains(name.lowercased())
    }
}
