import Floors
import Foundation
import HTTPTypes

/// A request as libcurl sends it without anything of ours.
struct PlainCurl {
    private let url: String
    private let fields: String
    private let body: String?

    /// - Returns: Nil where there is no libcurl.so.4.
    init?(_ request: HTTPRequest, body: Data?) {
        #if canImport(Glibc)
        url = request.urlText
        fields = request.headerFields.map { "\($0.name.rawName): \($0.value)" }.joined(separator: "\n")
        self.body = body.map { String(decoding: $0, as: UTF8.self) }
        #else
        return nil
        #endif
    }

    /// Sends it several times.
    ///
    /// - Returns: How many bytes the bodies of the responses had.
    @discardableResult
    func send(width: Int, count: Int) throws -> Int {
        let received = floor_curl(url, fields, body, Int32(width), count)
        guard received >= 0 else { throw Problem("libcurl fails") }
        return received
    }
}
