#if CommandLine
import APIRuntime
import Foundation

/// What a call needs besides its request.
struct InvocationContext: Sendable {
    let api: APIClient
    let printer: ValuePrinter
    let listening: StreamListening
    /// Where to show how things stand; nil where no line can be rewritten.
    let statusLine: StatusLine?
    let download: DownloadSettings
    let lastResponse: ResponseRecorder
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
            let listener = StreamListener(
                printer: context.printer,
                listening: context.listening,
                statusLine: context.statusLine
            )
            try await listener.listen(to: context.api.stream(endpoint))
        }
    }

    /// Prints nothing.
    static func empty(_ endpoint: Endpoint<Void>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in try await context.api.send(endpoint) }
    }

    /// Writes the file.
    static func download(_ endpoint: Endpoint<Download>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in
            let writer = DownloadWriter(
                port: context.printer.port,
                options: context.download,
                statusLine: context.statusLine
            ) {
                context.lastResponse.head
            }
            try await writer.write { headers in
                context.api.download(endpoint, options: RequestOptions(headers: headers))
            }
        }
    }

    private static func bytes(of request: EndpointRequest) -> Endpoint<Data> {
        var raw = Endpoint<Data>(id: request.id, method: .get, path: "/", response: .bytes)
        raw.request = request
        return raw
    }
}
#endif
