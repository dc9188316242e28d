import APIRuntime

/// An observer of requests and responses.
protocol ExchangeObserver: Sendable {
    func willSend(_ request: HTTPRequest, body: HTTPBody?) async
    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async
    func didReceive(_ chunk: [UInt8]) async
    func didFail(_ request: HTTPRequest, error: any Error) async
}

/// A transport that notifies an observer of each attempt.
struct ObservedTransport: Transport {
    let base: any Transport
    let observer: any ExchangeObserver

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        await observer.willSend(request, body: body)
        do {
            let (response, content) = try await base.send(request, body: body, options: options)
            await observer.didReceive(response, to: request)
            let observed = content.map { [observer] chunk in
                await observer.didReceive(chunk)
                return chunk
            }
            return (response, HTTPBody(observed, length: content.length))
        } catch {
            await observer.didFail(request, error: error)
            throw error
        }
    }
}
