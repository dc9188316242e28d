#if canImport(Glibc)
import CHandingerCurl
import HTTPTypes

/// Sets the options of an easy handle.
struct CurlOptions {
    private let handle: CurlEasyHandle

    init(_ handle: CurlEasyHandle) {
        self.handle = handle
    }

    func set(_ options: [Int], _ value: Int) {
        for option in options { handinger_curl_set_long(handle, Int32(option), value) }
    }

    func set(_ options: [Int], _ context: UnsafeMutableRawPointer) {
        for option in options { handinger_curl_set_pointer(handle, Int32(option), context) }
    }

    /// Sets the options of a request.
    ///
    /// - Returns: The list of header fields, to free after the handle.
    func apply(_ request: CurlRequest, settings: CurlSettings) -> UnsafeMutablePointer<curl_slist>? {
        settings.apply(to: handle)
        handinger_curl_set_string(handle, Int32(CURLOPT_URL), request.url)
        set([CURLOPT_CONNECTTIMEOUT_MS], milliseconds(request.options.connectTimeout))
        if request.url.hasPrefix("https:") {
            set([CURLOPT_HTTP_VERSION], CURL_HTTP_VERSION_2TLS)
            // Wait for a connection in progress, which may multiplex, rather than open another.
            set([CURLOPT_PIPEWAIT], 1)
        } else {
            set([CURLOPT_HTTP_VERSION], CURL_HTTP_VERSION_1_1)
        }
        if request.options.expectsStreaming { set([CURLOPT_BUFFERSIZE], 64 << 10) }
        if !CurlLibrary.canRefuseResending, !request.method.isIdempotent { set([CURLOPT_FRESH_CONNECT], 1) }
        applyBody(request)
        if request.method == .head { set([CURLOPT_NOBODY], 1) }
        handinger_curl_set_string(handle, Int32(CURLOPT_CUSTOMREQUEST), request.method.rawValue)
        let list = request.headerLines.reduce(nil as UnsafeMutablePointer<curl_slist>?) { list, line in
            curl_slist_append(list, line) ?? list
        }
        handinger_curl_set_pointer(handle, Int32(CURLOPT_HTTPHEADER), list)
        return list
    }

    private func applyBody(_ request: CurlRequest) {
        switch request.body {
        case .none:
            if request.announcesEmptyBody { applySmallBody([]) }
        case .small(let bytes):
            applySmallBody(bytes)
        case .bytes(let bytes):
            announceBody(length: Int64(bytes.count))
        case .pieces(_, let length):
            announceBody(length: length ?? -1)
        }
    }

    private func applySmallBody(_ bytes: [UInt8]) {
        announceBody(length: Int64(bytes.count))
        bytes.withUnsafeBufferPointer { buffer in
            // libcurl copies the bytes.
            _ = handinger_curl_set_pointer(handle, Int32(CURLOPT_COPYPOSTFIELDS), buffer.baseAddress)
        }
    }

    private func announceBody(length: Int64) {
        set([CURLOPT_POST], 1)
        handinger_curl_set_offset(handle, Int32(CURLOPT_POSTFIELDSIZE_LARGE), length)
    }

    /// Milliseconds for `CURLOPT_CONNECTTIMEOUT_MS`, where 0 means five minutes.
    private func milliseconds(_ timeout: Duration?) -> Int {
        guard let timeout else { return Int(Int32.max) }
        return Int(min(max((timeout / .milliseconds(1)).rounded(.up), 1), Double(Int32.max)))
    }
}
#endif
