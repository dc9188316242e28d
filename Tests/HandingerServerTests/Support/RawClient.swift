import FlyingSocks
import Foundation

/// A client that sends raw bytes.
struct RawClient {
    struct Response {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let socket: AsyncSocket
    private var buffer: [UInt8] = []

    init(port: Int) async throws {
        socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: UInt16(port)), timeout: 60)
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await socket.write(Data(bytes))
    }

    func close() {
        try? socket.close()
    }

    /// The next response with decoded chunks; nil at the end of the connection.
    mutating func response() async throws -> Response? {
        guard let head = try await take(through: "\r\n\r\n") else { return nil }
        let lines = head.components(separatedBy: "\r\n").filter { !$0.isEmpty }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        var body: [UInt8] = []
        if headers["transfer-encoding"] == "chunked" {
            while let chunk = try await chunk(), !chunk.isEmpty { body += chunk }
        } else {
            body = try await take(count: Int(headers["content-length"] ?? "0") ?? 0)
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// The next chunk; empty at the end of the body, nil at the end of the connection.
    mutating func chunk() async throws -> [UInt8]? {
        // Swift treats CR LF as one Character.
        guard let size = try await take(through: "\r\n").flatMap({ Int($0.dropLast(), radix: 16) }) else {
            return nil
        }
        let chunk = try await take(count: size)
        _ = try await take(through: "\r\n")
        return chunk
    }

    /// The bytes through a delimiter; nil if the connection ends first.
    mutating func take(through mark: String) async throws -> String? {
        while true {
            if let range = buffer.firstRange(of: Array(mark.utf8)) {
                defer { buffer.removeSubrange(..<range.upperBound) }
                return String(decoding: buffer[..<range.upperBound], as: UTF8.self)
            }
            guard try await receive() else { return nil }
        }
    }

    private mutating func take(count: Int) async throws -> [UInt8] {
        while buffer.count < count {
            guard try await receive() else { throw SocketError.disconnected }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private mutating func receive() async throws -> Bool {
        do {
            buffer += try await socket.read(atMost: 4_096)
            return true
        } catch SocketError.disconnected {
            return false
        }
    }
}
