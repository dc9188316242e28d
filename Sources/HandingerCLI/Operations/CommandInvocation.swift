import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The client and output of a call.
struct InvocationContext: Sendable {
    let api: APIClient
    let printer: ValuePrinter
    let listening: StreamListening
    /// The status line; nil if the terminal does not support it.
    let statusLine: StatusLine?
    let download: DownloadSettings
}

extension InvocationContext {
    /// A listener for the events of a stream.
    var listener: StreamListener {
        StreamListener(api: api, printer: printer, listening: listening, statusLine: statusLine)
    }
}

/// A prepared call with the handler of its response.
struct CommandInvocation: Sendable {
    private let request: EndpointRequest
    /// Whether the response is a stream of values.
    var isStream = false
    /// Whether the response is a file, which is neither formatted nor transformed.
    var isDownload = false
    private let perform: @Sendable (InvocationContext) async throws -> Void

    /// Sends the request and prints the response.
    func run(_ context: InvocationContext) async throws {
        try await perform(context)
    }

    /// Builds the request for a transport that does not send it, without handling a response.
    func dryRun(_ context: InvocationContext) async throws {
        _ = try await context.api.response(to: Self.bytes(of: request))
    }

    /// Prints the response. It prints the bytes rather than the typed value, so that users also see values that the
    /// document does not describe.
    static func value<Value: Encodable & Sendable>(_ endpoint: Endpoint<Value>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in
            let response = try await context.api.response(to: bytes(of: endpoint.request))
            try context.printer.print(body: response, isText: Value.self == String.self, title: endpoint.request.id)
        }
    }

    /// Prints each server-sent event as it arrives.
    static func events(_ endpoint: Endpoint<EventStream>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request, isStream: true) { context in
            try await context.listener.listen(to: context.api.stream(endpoint), as: { JSONTree($0) }) { event, tree in
                try context.printer.print(event, tree)
            }
        }
    }

    /// Prints each value of JSON Lines as it arrives.
    static func lines<Value>(_ endpoint: Endpoint<DecodedEventStream<Value>>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request, isStream: true) { context in
            let id = endpoint.request.id
            var raw = Endpoint<DecodedEventStream<JSONTree>>(
                id: id,
                method: .get,
                path: "/",
                response: .payloads(in: .lines)
            )
            raw.request = endpoint.request
            try await context.listener.listen(
                to: context.api.stream(raw),
                as: { $0 },
                print: { _, tree in try context.printer.print(item: tree, title: id) }
            )
        }
    }

    /// Prints nothing.
    static func empty(_ endpoint: Endpoint<Void>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request) { context in try await context.api.send(endpoint) }
    }

    /// Downloads a file.
    static func download(_ endpoint: Endpoint<FileDownload>) -> CommandInvocation {
        CommandInvocation(request: endpoint.request, isDownload: true) { context in
            let writer = DownloadWriter(
                port: context.printer.port,
                options: context.download,
                statusLine: context.statusLine
            )
            try await writer.write(context.api.download(endpoint))
        }
    }

    static func bytes(of request: EndpointRequest) -> Endpoint<Data> {
        var raw = Endpoint<Data>(id: request.id, method: .get, path: "/", response: .bytes)
        raw.request = request
        return raw
    }
}
