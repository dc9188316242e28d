#if canImport(Glibc)
/// A line of libcurl's log about an HTTP/2 stream.
///
/// Only the log tells that a server did not process a request (RFC 9113 sections 6.8 and 8.7). If a version of libcurl
/// words it differently, such a POST is not retried; nothing else is lost.
enum CurlLogLine: Equatable {
    /// The request is sent on the stream with this number.
    case streamOpened(Int)
    /// The server accepts no more requests and did not process streams with higher numbers (GOAWAY).
    case goAway(lastStream: Int)
    /// The server refused the stream.
    case streamRefused

    /// Parses a line; nil for any other line.
    init?(_ line: UnsafeRawBufferPointer) {
        if line.starts(with: "REFUSED_STREAM".utf8) {
            self = .streamRefused
        } else if line.starts(with: "Using Stream ID: ".utf8) {
            guard let number = Self.number(in: line, after: "Using Stream ID: ") else { return nil }
            self = .streamOpened(number)
        } else if line.starts(with: "[HTTP/2] [".utf8), line.contains("] OPENED stream".utf8) {
            guard let number = Self.number(in: line, after: "[HTTP/2] [") else { return nil }
            self = .streamOpened(number)
        } else if line.contains("GOAWAY".utf8), let number = Self.number(in: line, after: "last_stream=") {
            self = .goAway(lastStream: number)
        } else {
            return nil
        }
    }

    private static func number(in line: UnsafeRawBufferPointer, after text: String) -> Int? {
        guard let place = line.firstRange(of: text.utf8) else { return nil }
        return Int(String(decoding: line[place.upperBound...].prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    }
}

/// The HTTP/2 connections of a pool that received GOAWAY, by their local ports.
final class ClosingConnections {
    private var lastStreams: [Int32: Int] = [:]

    /// Forgets an earlier connection from the same port.
    func begin(port: Int32) {
        lastStreams[port] = nil
    }

    func end(port: Int32, lastStream: Int) {
        lastStreams[port] = lastStream
    }

    /// Whether the server declared that it did not process a stream.
    func hasLeftOut(stream: Int, port: Int32) -> Bool {
        lastStreams[port].map { stream > $0 } ?? false
    }
}
#endif
