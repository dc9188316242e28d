import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Responses → ResponseDeclaration.
extension EndpointDeclarations {
    /// The forms of an operation's result: the value of its successful responses, its stream, and the other content
    /// types that a caller can ask for. The preferred one comes first.
    mutating func responses(of operation: OperationObject, typeName: String) -> [ResponseDeclaration] {
        let successes = successes(of: operation)
        var contents: [SuccessfulContent] = []
        var streams: [SuccessfulContent] = []
        for (index, success) in successes.enumerated() {
            for entry in success.response.content {
                let format = format(of: entry)
                let content = SuccessfulContent(
                    entry: entry,
                    format: format,
                    index: index,
                    status: success.status,
                    response: success.response
                )
                if format == .events || format == .lines { streams.append(content) } else { contents.append(content) }
            }
        }
        let isEmptyAllowed = successes.contains { Self.mayBeEmpty($0.response, $0.status, method: operation.method) }
        if isEmptyAllowed, let first = contents.first, !successes.contains(where: \.response.content.isEmpty) {
            let cause = "'\(first.status.text)' includes 204, so the value is optional"
            lint("\(cause); list the statuses that have a body", first.response.origin)
        }
        var forms = values(of: contents, isEmptyAllowed: isEmptyAllowed, operation, typeName: typeName)
        if let stream = stream(of: streams, typeName: typeName) { forms.insert(stream, at: min(forms.count, 1)) }
        if forms.isEmpty {
            let documentation = successes.first.map { text(of: $0.response) } ?? ""
            forms = [ResponseDeclaration(kind: .empty, contentType: "", documentation: documentation)]
            forms[0].isRedirect = successes.contains { $0.status.isRedirect }
        }
        if forms[0].isAwaited { forms[0].headers = headers(of: successes.map(\.response), typeName: typeName) }
        return forms
    }

    /// One content type of a successful response.
    struct SuccessfulContent {
        var entry: MediaTypeEntry
        var format: ContentFormat
        /// The position of the response among the successful ones.
        var index: Int
        var status: StatusResponse.Status
        var response: Response
    }

    /// Whether a response of the status may have no body. A range and `default` include 204, with which servers often
    /// answer a change; without a value of its own the call would fail after the change was made.
    private static func mayBeEmpty(
        _ response: Response,
        _ status: StatusResponse.Status,
        method: String
    ) -> Bool {
        if response.content.isEmpty { return true }
        if case .code = status { return false }
        return !["GET", "HEAD", "OPTIONS", "QUERY", "TRACE"].contains(method)
    }

    /// The statuses that choose the members of a union. Retains the union, so that its `ObjectIdentifier` is not
    /// reused.
    struct StatusTags {
        var schema: Schema
        var statuses: [[StatusResponse.Status]]
    }

    private mutating func successes(
        of operation: OperationObject
    ) -> [(status: StatusResponse.Status, response: Response)] {
        operation.responses.compactMap { entry in
            guard Self.isSuccess(entry.status, of: operation) else { return nil }
            return references.object(entry.response).map { response in
                (entry.status, withoutImpossibleContent(response, entry.status, method: operation.method))
            }
        }
    }

    /// Whether the status is a success of the operation: 2xx; without any a redirect, which is then not followed; without
    /// any `default`.
    private static func isSuccess(_ status: StatusResponse.Status, of operation: OperationObject) -> Bool {
        let statuses = operation.responses.map(\.status)
        if statuses.contains(where: \.isSuccess) { return status.isSuccess }
        return statuses.contains(where: \.isRedirect) ? status.isRedirect : status == .default
    }

    /// Removes the content of a response that never has a body: 204, 205 and each response to HEAD (RFC 9110, sections
    /// 9.3.2, 15.3.5 and 15.3.6). The content of a redirect is for people and removed without a warning.
    private mutating func withoutImpossibleContent(
        _ response: Response,
        _ status: StatusResponse.Status,
        method: String
    ) -> Response {
        guard let content = response.content.first else { return response }
        let subject: String? =
            switch status {
            case _ where status.isRedirect: nil
            case _ where method == "HEAD": "response to HEAD"
            case .code(204): "response with status 204"
            case .code(205): "response with status 205"
            default: nil
            }
        guard subject != nil || status.isRedirect else { return response }
        if let subject { warning("a \(subject) has no body, so its content is ignored", content.origin) }
        var response = response
        response.content = []
        return response
    }

    // MARK: - Failures

    /// The type of an error body. Retains the schema, so that its `ObjectIdentifier` is not reused.
    struct FailureType {
        var schema: Schema
        var type: TypeReference
    }

    /// The types of the bodies of unsuccessful responses, for decoding them from the error.
    mutating func failures(of operation: OperationObject, typeName: String) -> [FailureDeclaration] {
        var failures: [FailureDeclaration] = []
        for entry in operation.responses where !Self.isSuccess(entry.status, of: operation) {
            guard let response = references.object(entry.response),
                let content = response.content.usualJSON,
                let schema = mediaType(of: content)?.schema
            else { continue }
            var name = typeName + "Error"
            if case .reference(let reference) = entry.response, let last = reference.pointer?.tokens.last {
                name = SwiftName.type(last + " Error")
            }
            let type =
                failureTypes[ObjectIdentifier(schema)]?.type
                ?? types.resolvedType(of: schema, named: name, in: types.topLevel).type
            failureTypes[ObjectIdentifier(schema)] = FailureType(schema: schema, type: type)
            guard type != .json else { continue }
            types.addExamples(mediaType(of: content)?.examples ?? [], of: type, at: content.origin)
            if let index = failures.firstIndex(where: { $0.type == type }) {
                failures[index].statuses.append(entry.status.text)
            } else {
                failures.append(FailureDeclaration(statuses: [entry.status.text], type: type))
            }
        }
        return failures
    }

    // MARK: - Documentation

    /// The description of the response with its headers.
    mutating func text(of response: Response) -> String {
        var lines = [response.description ?? ""]
        for named in response.headers {
            guard let header = references.object(named.header) else { continue }
            lines.append("Header `\(named.name)`" + (header.description.map { ": " + $0 } ?? ""))
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension StatusResponse.Status {
    /// The key in `responses`.
    var text: String {
        switch self {
        case .code(let code): String(code)
        case .range(let first): "\(first)XX"
        case .default: "default"
        }
    }
}
