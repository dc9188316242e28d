import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

// Methods and their requests.
extension Comparison {
    mutating func compareOperations() {
        var paired: Set<String> = []
        for method in old.methods {
            if let other = new.methods.first(where: { $0.path == method.path }) {
                compare(method, other)
            } else if let other = renamed(method), paired.insert(other.path).inserted {
                add(
                    .breaking,
                    .changed,
                    method.symbol,
                    "is now `\(other.symbol)`",
                    because: "the old name is gone",
                    old: method.place,
                    new: other.place
                )
            } else {
                add(
                    .breaking,
                    .removed,
                    method.symbol,
                    "is gone",
                    because: "calls do not compile",
                    old: method.place
                )
            }
        }
        for method in new.methods where !paired.contains(method.path) {
            guard !old.methods.contains(where: { $0.path == method.path }) else { continue }
            add(.compatible, .added, method.symbol, "is new", new: method.place)
        }
    }

    /// Returns the method with the same request under another name.
    private func renamed(_ method: APISnapshot.Method) -> APISnapshot.Method? {
        new.methods.first { other in
            let (a, b) = (method.endpoint, other.endpoint)
            guard a.httpMethod == b.httpMethod, a.pathTemplate == b.pathTemplate else { return false }
            guard a.variant == b.variant, a.isAlternative == b.isAlternative else { return false }
            return !old.methods.contains { $0.path == other.path }
        }
    }

    private mutating func compare(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        let arguments = ArgumentChanges(from: a.endpoint.arguments, to: b.endpoint.arguments, renames)
        for finding in arguments.findings {
            add(
                finding.level,
                finding.kind,
                a.symbol,
                finding.text,
                because: finding.reason,
                old: place(of: finding.name, in: a),
                new: place(of: finding.name, in: b)
            )
        }
        let breaksResult = compareResult(a, b)
        if !arguments.isBreaking, !breaksResult { compareRequestFunction(a, b) }
        compareRequest(a, b)
        compareHeaders(a, b)
        compareDefaults(a, b)
        compareWarning(
            a.endpoint.documentation,
            b.endpoint.documentation,
            a.symbol,
            because: "callers get a warning",
            old: a.place,
            new: b.place
        )
        guard a.endpoint.variant == .plain else { return }  // both forms have the same prose
        compareProse(a.endpoint.documentation, b.endpoint.documentation, a.symbol, old: a.place, new: b.place)
        for argument in a.endpoint.arguments {
            guard let other = b.endpoint.arguments.first(where: { $0.name == argument.name }) else { continue }
            guard !isOfDeclaredBody(argument.name, a.endpoint) else { continue }  // reported for the body's type
            compareProse(
                argument.documentation,
                other.documentation,
                "\(a.path)(\(argument.name):)",
                old: place(of: argument.name, in: a),
                new: place(of: argument.name, in: b)
            )
        }
    }

    private func isOfDeclaredBody(_ name: String, _ endpoint: EndpointDeclaration) -> Bool {
        guard case .structure(_, let properties) = endpoint.body?.kind else { return false }
        return properties.contains { $0.name == name }
    }

    func place(of argument: String, in method: APISnapshot.Method) -> SpecPath {
        let pointer = method.endpoint.documentation.pointer
        if let parameter = method.endpoint.parameters.first(where: { $0.name == argument }) {
            return .parameter(parameter.wireName, in: parameter.place.rawValue, of: pointer)
        }
        if let property = method.endpoint.body?.properties.first(where: { $0.name == argument }) {
            return .bodyProperty(property.wireName, of: pointer)
        }
        return method.place
    }

    private func renamed(_ response: ResponseDeclaration) -> ResponseDeclaration {
        var response = response
        switch response.kind {
        case .json(let type): response.kind = .json(renames.applied(to: type))
        case .payloads(let type, let isLines): response.kind = .payloads(renames.applied(to: type), isLines: isLines)
        case .text, .download, .events, .empty: break
        }
        return response
    }

    /// Returns whether the change is breaking.
    private mutating func compareResult(_ a: APISnapshot.Method, _ b: APISnapshot.Method) -> Bool {
        let (previous, current) = (a.endpoint.response, b.endpoint.response)
        let places = (
            SpecPath.field("responses", of: a.endpoint.documentation.pointer),
            SpecPath.field("responses", of: b.endpoint.documentation.pointer)
        )
        let before = renamed(previous).resultText
        guard before != current.resultText else {
            if previous.contentType != current.contentType {
                let text = "answers `\(current.contentType)` and answered `\(previous.contentType)`"
                add(.wire, .changed, a.symbol, text, old: places.0, new: places.1)
            } else if previous.accept != current.accept, let before = previous.accept, let now = current.accept {
                let text = "asks for `\(now)` and asked for `\(before)`"
                add(.wire, .changed, a.symbol, text, old: places.0, new: places.1)
            }
            return false
        }
        let now = current.resultText ?? "nothing"
        if previous.resultText == nil, current.isAwaited {
            add(.compatible, .changed, a.symbol, "returns `\(now)` and returned nothing", old: places.0, new: places.1)
            return false
        }
        add(
            .breaking,
            .changed,
            a.symbol,
            "returns `\(now)` and returned `\(previous.resultText ?? "nothing")`",
            because: "code that uses the result was written for the old type",
            old: places.0,
            new: places.1
        )
        return true
    }

    /// The function that builds the request may change although the method does not.
    private mutating func compareRequestFunction(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        let changes = ArgumentChanges(from: a.endpoint.requestArguments, to: b.endpoint.requestArguments, renames)
        var findings = changes.findings.filter { $0.level == .breaking }.map { ($0.text, $0.reason) }
        if a.endpoint.functionName != b.endpoint.functionName {
            findings.append(("is now `\(b.endpoint.functionName)`", "the old name is gone"))
        }
        for (text, reason) in findings {
            let symbol = "Endpoints.\(a.endpoint.functionName)"
            add(.breaking, .changed, symbol, text, because: reason, old: a.place, new: b.place)
        }
    }

    // MARK: - What is sent

    private mutating func compareRequest(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        guard a.endpoint.variant == .plain || b.endpoint.variant == .plain else { return }
        let (previous, current) = (a.endpoint, b.endpoint)
        let lines = ("\(previous.httpMethod) \(previous.pathTemplate)", "\(current.httpMethod) \(current.pathTemplate)")
        if lines.0 != lines.1 {
            let text = "sends `\(lines.1)` and sent `\(lines.0)`"
            add(.wire, .changed, a.symbol, text, old: a.place, new: b.place)
        }
        if "\(previous.security.map { "\($0)" } ?? "")" != "\(current.security.map { "\($0)" } ?? "")" {
            let places = (
                SpecPath.field("security", of: previous.documentation.pointer),
                SpecPath.field("security", of: current.documentation.pointer)
            )
            add(.wire, .changed, a.symbol, "sends other credentials", old: places.0, new: places.1)
        }
        for parameter in previous.parameters {
            guard let other = current.parameters.first(where: { $0.name == parameter.name }) else { continue }
            compare(parameter, other, a, b)
        }
        if let body = previous.body, let other = current.body { compare(body, other, a, b) }
    }

    private mutating func compare(
        _ a: ParameterDeclaration,
        _ b: ParameterDeclaration,
        _ method: APISnapshot.Method,
        _ other: APISnapshot.Method
    ) {
        func sent(_ parameter: ParameterDeclaration) -> String {
            var text = "\(parameter.place.rawValue) `\(parameter.wireName)`"
            text += ", \(parameter.style.rawValue)" + (parameter.explode ? ", exploded" : "")
            if parameter.allowReserved { text += ", reserved characters as they are" }
            return parameter.isJSON ? text + ", as JSON" : text
        }
        guard sent(a) != sent(b) else { return }
        add(
            .wire,
            .changed,
            method.symbol,
            "`\(a.name)` is sent as \(sent(b)) and was as \(sent(a))",
            old: place(of: a.name, in: method),
            new: place(of: b.name, in: other)
        )
    }

    private mutating func compare(
        _ a: BodyDeclaration,
        _ b: BodyDeclaration,
        _ method: APISnapshot.Method,
        _ other: APISnapshot.Method
    ) {
        if a.contentType != b.contentType {
            add(
                .wire,
                .changed,
                method.symbol,
                "sends `\(b.contentType)` and sent `\(a.contentType)`",
                old: .field("requestBody", of: method.endpoint.documentation.pointer),
                new: .field("requestBody", of: other.endpoint.documentation.pointer)
            )
        }
        if let choice = a.choice?.documented, let current = b.choice?.documented, choice != current {
            add(
                .wire,
                .changed,
                method.symbol,
                "can send \(Self.list(current)) and could send \(Self.list(choice))",
                old: .field("requestBody", of: method.endpoint.documentation.pointer),
                new: .field("requestBody", of: other.endpoint.documentation.pointer)
            )
        }
        if case .structure = a.kind { return }  // reported for the type
        for property in a.properties {
            guard let same = b.properties.first(where: { $0.name == property.name }) else { continue }
            guard same.wireName != property.wireName else { continue }
            add(
                .wire,
                .changed,
                method.symbol,
                "`\(property.name)` is sent as `\(same.wireName)`",
                old: place(of: property.name, in: method),
                new: place(of: property.name, in: other)
            )
        }
    }

    private static func list(_ contentTypes: [String]) -> String {
        contentTypes.map { "`\($0)`" }.joined(separator: ", ")
    }
}
