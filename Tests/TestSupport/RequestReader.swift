import Foundation

/// Reads requests from a connection, one after another.
struct RequestReader {
    let connection: Int32
    private let readsBodies: Bool
    private var buffer: [UInt8] = []

    init(connection: Int32, readsBodies: Bool) {
        self.connection = connection
        self.readsBodies = readsBodies
    }

    mutating func next() -> ScriptedServer.Request? {
        guard let head = readHead() else { return nil }
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let parts = lines[0].split(separator: " ").map(String.init)
        guard parts.count == 3 else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (String(line[..<colon]), value)
        }
        var request = ScriptedServer.Request(method: parts[0], target: parts[1], headers: headers, body: [])
        if request["Expect"] == "100-continue" {
            _ = Socket.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: connection)
        }
        guard readsBodies else { return request }
        guard let body = readBody(of: request) else { return nil }
        request.body = body
        return request
    }

    private mutating func readHead() -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = buffer.firstRange(of: end) {
                let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer.removeFirst(range.upperBound)
                return head
            }
            guard fill() else { return nil }
        }
    }

    private mutating func readBody(of request: ScriptedServer.Request) -> [UInt8]? {
        if request["Transfer-Encoding"]?.lowercased() == "chunked" { return readChunks() }
        let length = request["Content-Length"].flatMap(Int.init) ?? 0
        return take(length)
    }

    private mutating func readChunks() -> [UInt8]? {
        var body: [UInt8] = []
        while let line = readLine(), let length = Int(line, radix: 16), let chunk = take(length), take(2) != nil {
            if length == 0 { return body }
            body += chunk
        }
        return nil
    }

    private mutating func readLine() -> String? {
        while true {
            if let range = buffer.firstRange(of: [0x0D, 0x0A]) {
                let line = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer.removeFirst(range.upperBound)
                return line
            }
            guard fill() else { return nil }
        }
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard fill() else { return nil }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private mutating func fill() -> Bool {
        guard let bytes = Socket.read(connection) else { return false }
        buffer += bytes
        return true
    }
}
