import APIRuntime
import Foundation
import Handinger
import Testing

@testable import HandingerServer

/// An HTTP client for a local server.
struct ServerProbe {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        var json: JSONValue {
            get throws { try JSONCoding.decode(JSONValue.self, from: bytes) }
        }

        func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try #require(status == 200, "\(status) \(text)")
            return try JSONCoding.decode(type, from: bytes)
        }
    }

    let server: LocalServer

    private var port: Int { server.baseURL.port ?? 0 }

    func send(
        _ method: String,
        _ path: String,
        _ json: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var client = try await open(method, path, json, headers: headers)
        defer { client.close() }
        let response = try #require(try await client.response())
        return Answer(status: response.status, headers: response.headers, bytes: response.body)
    }

    /// Sends a request without reading the response.
    func open(
        _ method: String,
        _ path: String,
        _ json: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> RawClient {
        let body = json?.description ?? ""
        var fields = ["Host": "127.0.0.1:\(port)", "Authorization": "Bearer \(server.apiKey)", "Connection": "close"]
        if json != nil { fields["Content-Type"] = "application/json" }
        fields["Content-Length"] = String(body.utf8.count)
        for (name, value) in headers { fields[name] = value }
        let head = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        let client = try await RawClient(port: port)
        try await client.send("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body)")
        return client
    }

    func create(_ input: String = "x", budget: String? = nil) async throws -> Worker {
        var body: JSONValue = ["input": .string(input)]
        body["budget"] = budget.map { .string($0) }
        return try await send("POST", "/api/workers", body).value()
    }

    func worker(_ id: String) async throws -> Worker {
        try await send("GET", "/api/workers/\(id)").value()
    }

    /// Follows a worker until it is idle.
    @discardableResult
    func follow(_ id: String, after lastEventID: String? = nil) async throws -> [StreamedEvent] {
        let headers = lastEventID.map { ["Last-Event-ID": $0] } ?? [:]
        let answer = try await send("GET", "/api/workers/\(id)/stream", headers: headers)
        return StreamedEvent.parse(answer.text)
    }
}

/// An event with its raw fields.
struct StreamedEvent: Equatable {
    var id = ""
    var name = ""
    var data = ""
    var retry: String?

    var json: JSONValue {
        get throws { try JSONCoding.decode(JSONValue.self, from: Array(data.utf8)) }
    }

    var worker: Worker {
        get throws { try JSONCoding.decode(Worker.self, from: Array(data.utf8)) }
    }

    static func parse(_ text: String) -> [StreamedEvent] {
        text.components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { block in
            var event = StreamedEvent()
            for line in block.components(separatedBy: "\n") where !line.hasPrefix(":") {
                let parts = line.components(separatedBy: ": ")
                let value = parts.dropFirst().joined(separator: ": ")
                switch parts[0] {
                case "id": event.id = value
                case "event": event.name = value
                case "retry": event.retry = value
                default: event.data += value
                }
            }
            return event
        }
    }
}
