import Floors
import Foundation
import HTTPTypes

/// A request through libcurl without the runtime.
struct PlainCurl {
    private let url: String
    private let fields: String
    private let body: String?

    /// - Returns: Nil if libcurl.so.4 is missing.
    init?(_ request: HTTPRequest, body: Data?) {
        #if canImport(Glibc)
        url = request.urlText
        fields = request.headerFields.map { "\($0.name.rawName): \($0.value)" }.joined(separator: "\n")
        self.body = body.map { String(decoding: $0, as: UTF8.self) }
        #else
        return nil
        #endif
    }

    /// Sends the request several times.
    ///
    /// - Returns: The number of body bytes received.
    @discardableResult
    func send(width: Int, count: Int) throws -> Int {
        let received = floor_curl(url, fields, body, Int32(width), count)
        guard received >= 0 else { throw Problem("libcurl fails") }
        return received
    }
}
