import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a call needs besides its request.
struct InvocationContext: Sendable {
    let api: APIClient
    let printer: ValuePrinter
    let listening: StreamListening
    /// Where to show how things stand; nil where no line can be rewritten.
    let statusLine: StatusLine?
    let download: DownloadSettings
}

extension InvocationContext {
    /// Prints what comes one after another.
    var listener: StreamListener {
        StreamListener(printer: printer, listening: listening, statusLine: statusLine)
    }
}

/// A call that is ready to be made, and what is to be done with its answer.
struct CommandInvocation: Sendable {
    private let request: EndpointRequest
    /// Whether events are printed as they come.
    var isStream = false
    private let perform: @Sendable (InvocationContext) async throws -> Void

    /// Makes the call and prints what comes.
    func run(_ context: InvocationContext) async throws {
        try await perform(context)
    }

    /// Makes the request, for a transport that does not send it. What would be done with the answer is left out.
    func rehearse(_ context: InvocationContext) async throws {
        _ = try await context.api.response(to: Self.bytes(of: request))
    }

    /// Prints the answer as the server wrote it. The bytes are printed and not the typed value: a person wants to see
    /// what is there, also where the document does not say so.
    static func value<Value: Encodable & Sendable>(_ endpoint: Endpoint<Value>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in
            let response = try await context.api.response(to: bytes(of: endpoint.request))
            try context.printer.print(body: response, isText: Value.self == String.self, title: endpoint.request.id)
        }
    }

    /// Prints each event as it comes.
    static func events(_ endpoint: Endpoint<EventStream>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request, isStream: true) { context in
            try await context.listener.listen(to: context.api.stream(endpoint), as: { JSONTree($0) }) { event, tree in
                try context.printer.print(event, tree)
            }
        }
    }

    /// Prints each value as its line comes.
    static func lines<Value>(_ endpoint: Endpoint<DecodedEventStream<Value>>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request, isStream: true) { context in
            let id = endpoint.request.id
            var raw = Endpoint<DecodedEventStream<JSONValue>>(
                id: id,
                method: .get,
                path: "/",
                response: .payloads(in: .lines)
            )
            raw.request = endpoint.request
            try await context.listener.listen(
                to: context.api.stream(raw),
                as: { try JSONTree(parsing: JSONCoding.encode($0)) },
                print: { _, tree in try context.printer.print(item: tree, title: id) }
            )
        }
    }

    /// Prints nothing.
    static func empty(_ endpoint: Endpoint<Void>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in try await context.api.send(endpoint) }
    }

    /// Writes the file.
    static func download(_ endpoint: Endpoint<FileDownload>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in
            let writer = DownloadWriter(
                port: context.printer.port,
                options: context.download,
                statusLine: context.statusLine
            )
            try await writer.write(context.api.download(endpoint))
        }
    }

    private static func bytes(of request: EndpointRequest) -> Endpoint<Data> {
        var raw = Endpoint<Data>(id: request.id, method: .get, path: "/", response: .bytes)
        raw.request = request
        return raw
    }
}
