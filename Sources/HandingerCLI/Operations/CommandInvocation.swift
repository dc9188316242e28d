#if CommandLine
import APIRuntime
import Foundation

/// What a call needs besides its request.
struct InvocationContext: Sendable {
    let api: APIClient
    let printer: ValuePrinter
    let maxItems: Int?
    /// Where a file is to be written.
    let output: String?
}

extension InvocationContext {
    /// Prints what a stream gives, as it comes, until there are enough.
    fileprivate func printItems<Items: AsyncSequence>(
        of items: Items,
        print: (Items.Element) throws -> Void
    ) async throws {
        var count = 0
        do {
            for try await item in items {
                try print(item)
                count += 1
                if count == maxItems { break }
            }
        } catch is CancellationError {
            OutputPort.standardError.note("Stopped listening after \(count) events; what the server does goes on.")
            throw CancellationError()
        }
    }
}

/// A call that is ready to be made, and what is to be done with its answer.
struct CommandInvocation: Sendable {
    private let perform: @Sendable (InvocationContext) async throws -> Void

    /// Makes the call and prints what comes.
    func run(_ context: InvocationContext) async throws {
        try await perform(context)
    }

    /// Prints the answer as the server wrote it. The bytes are printed and not the typed value: a person wants to see
    /// what is there, also where the document does not say so.
    static func value<Value: Encodable & Sendable>(_ endpoint: Endpoint<Value>) -> CommandInvocation {
        CommandInvocation { context in
            var raw = Endpoint<Data>(id: endpoint.request.id, method: .get, path: "/", response: .bytes)
            raw.request = endpoint.request
            let response = try await context.api.response(to: raw)
            try context.printer.print(body: response, isText: Value.self == String.self, title: endpoint.request.id)
        }
    }

    /// Prints each event as it comes.
    static func events(_ endpoint: Endpoint<EventStream>) -> CommandInvocation {
        CommandInvocation { context in
            try await context.printItems(of: context.api.stream(endpoint)) { try context.printer.print($0) }
        }
    }

    /// Prints each value as its line comes.
    static func lines<Value>(_ endpoint: Endpoint<PayloadStream<Value>>) -> CommandInvocation {
        CommandInvocation { context in
            let id = endpoint.request.id
            var raw = Endpoint<PayloadStream<JSONValue>>(
                id: id,
                method: .get,
                path: "/",
                response: .payloads(in: .lines)
            )
            raw.request = endpoint.request
            try await context.printItems(of: context.api.stream(raw)) { value in
                try context.printer.print(item: JSONCoding.encode(value), title: id)
            }
        }
    }

    /// Prints nothing.
    static func empty(_ endpoint: Endpoint<Void>) -> CommandInvocation {
        CommandInvocation { context in try await context.api.send(endpoint) }
    }

    /// Writes the file.
    static func download(_ endpoint: Endpoint<Download>) -> CommandInvocation {
        CommandInvocation { context in
            let writer = DownloadWriter(port: context.printer.port, output: context.output)
            try await writer.write(context.api.download(endpoint))
        }
    }
}
#endif
