import APIRuntime
import Foundation
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#endif

/// A scripted HTTP server on 127.0.0.1, for valid and invalid responses: one response per request, the last one for all
/// further requests.
package final class ScriptedServer: Sendable {
    /// A received request.
    package struct Request: Sendable {
        package var method: String
        package var target: String
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package func values(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }

        package subscript(name: String) -> String? { values(name).first }

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// An action on a connection after a request was read.
    package enum Step: Sendable {
        case send([UInt8])
        /// Waits until the test opens the gate.
        case wait(Gate)
        /// Opens a gate to signal progress to the test.
        case open(Gate)
        /// Waits until the client closes the connection, then opens the gate.
        case untilClosed(Gate)
        /// Closes with a FIN.
        case close
        /// Closes with a RST.
        case reset
    }

    package typealias Answer = [Step]

    package let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Int, Request) -> Answer
    private let recorded = Locked<[Request]>([])
    private let accepted = Atomic<Int>(0)
    private let connected = Connected()

    package convenience init(_ answers: Answer...) throws {
        try self.init { index, _ in answers.isEmpty ? .status(500) : answers[Swift.min(index, answers.count - 1)] }
    }

    /// - Parameters:
    ///   - readsBodies: Whether the body of a request is read before the response.
    ///   - listener: A listening socket; by default a new one on 127.0.0.1.
    ///   - script: Returns the response to a request, given the number of requests before it.
    package init(
        readsBodies: Bool = true,
        listener: Int32? = nil,
        script: @escaping @Sendable (Int, Request) -> Answer
    ) throws {
        self.script = script
        let listener = try listener ?? Socket.listen()
        self.listener = listener
        port = Socket.port(of: listener)
        let thread = Thread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else {
                    // Close only here, because the system may reuse the descriptor at once.
                    Socket.close(connection)
                    Socket.close(listener)
                    return
                }
                self.accepted.add(1, ordering: .relaxed)
                self.connected.insert(connection)
                Thread { [weak self, connected = self.connected] in
                    let reader = RequestReader(connection: connection, readsBodies: readsBodies)
                    Self.serve(reader) { self?.answer(to: $0) }
                    connected.close(connection)
                }.start()
            }
        }
        thread.start()
    }

    deinit {
        Socket.wakeAccept(listener)
        // Another server may get the same port, and its clients must not reuse connections to this one.
        connected.shutdownAll()
    }

    package var baseURL: String { "http://127.0.0.1:\(port)" }
    package var requests: [Request] { recorded.withLock { $0 } }
    /// The number of accepted connections.
    package var connections: Int { accepted.load(ordering: .relaxed) }
    package var openConnections: Int { connected.count }

    private func answer(to request: Request) -> Answer {
        let index = recorded.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return script(index, request)
    }

    private static func serve(_ reader: RequestReader, answer: (Request) -> Answer?) {
        var reader = reader
        let connection = reader.connection
        while let request = reader.next(), let steps = answer(request) {
            var isGone = false
            for step in steps {
                switch step {
                case .send(let bytes):
                    isGone = isGone || !Socket.send(bytes, to: connection)
                case .wait(let gate):
                    if !isGone { gate.blockUntilOpen() }
                case .open(let gate):
                    gate.open()
                case .untilClosed(let gate):
                    Socket.readToEnd(connection)
                    gate.open()
                    return
                case .close:
                    return
                case .reset:
                    Socket.resetOnClose(connection)
                    return
                }
            }
        }
    }
}

/// The open connections.
private final class Connected: Sendable {
    private let descriptors = Locked<Set<Int32>>([])

    var count: Int { descriptors.withLock { $0.count } }

    func insert(_ descriptor: Int32) {
        descriptors.withLock { _ = $0.insert(descriptor) }
    }

    func close(_ descriptor: Int32) {
        descriptors.withLock { descriptors in
            descriptors.remove(descriptor)
            Socket.close(descriptor)
        }
    }

    func shutdownAll() {
        descriptors.withLock { descriptors in
            for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }
}

extension [ScriptedServer.Step] {
    /// A complete response with its length.
    package static func status(
        _ status: Int,
        headers: [(String, String)] = [],
        body: String = "",
        contentType: String? = "application/json"
    ) -> Self {
        [.send(response(status, headers: headers, body: [UInt8](body.utf8), contentType: contentType))]
    }

    package static func json(_ body: String, headers: [(String, String)] = []) -> Self {
        status(200, headers: headers, body: body)
    }

    /// The head of an event stream that ends with the connection, followed by more steps.
    package static func events(_ steps: Self) -> Self {
        [.send([UInt8]("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".utf8))] + steps
    }

    package static func raw(_ text: String, then steps: Self = []) -> Self {
        [.send([UInt8](text.utf8))] + steps
    }

    private static func response(
        _ status: Int,
        headers: [(String, String)],
        body: [UInt8],
        contentType: String?
    ) -> [UInt8] {
        var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
        if let contentType { head += "Content-Type: \(contentType)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return [UInt8]((head + "\r\n").utf8) + body
    }
}

extension ScriptedServer.Step {
    package static func text(_ text: String) -> Self { .send([UInt8](text.utf8)) }
}
