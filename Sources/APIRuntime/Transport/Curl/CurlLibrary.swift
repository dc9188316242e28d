#if canImport(Glibc)
import CHandingerCurl

/// The libcurl that the process has loaded.
enum CurlLibrary {
    /// 7.66.0: the first with `curl_multi_poll`'s fixes for event loops, and without HTTP/0.9 by default.
    private static let minimum: UInt32 = 0x07_42_00
    /// 7.80.0: the first that asks before it sends a request (`CURLOPT_PREREQFUNCTION`).
    private static let minimumForResendCheck: UInt32 = 0x07_50_00

    /// 8.1.0: the first that takes a reset HTTP/2 stream for an error even if its code is NO_ERROR.
    private static let minimumForProvenEnd: UInt32 = 0x08_01_00

    /// The version, a byte each for major, minor and patch.
    private static let version = curl_version_info(0).map { $0.pointee.version_num } ?? 0
    private static let versionName = curl_version_info(0).map { String(cString: $0.pointee.version) } ?? "unknown"

    /// Whether libcurl asks before it sends a request again.
    static let canRefuseResending = version >= minimumForResendCheck

    /// Whether the end of an HTTP/2 response is proof that all of it came.
    static let provesEndOfStreams = version >= minimumForProvenEnd

    /// Whether the library was initialised, which has to happen once.
    private static let isInitialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Initialises the library.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the library is older than 7.66.
    static func prepare() throws {
        try check(version: version, name: versionName)
        guard isInitialized else { throw APIError(.configuration, "libcurl could not be initialised.") }
    }

    /// - Throws: ``APIError`` that says which version is there and which is needed.
    static func check(version: UInt32, name: String) throws {
        guard version >= minimum else {
            throw APIError(
                .configuration,
                "libcurl \(name) is too old: CurlTransport needs 7.66.0 or later. Update libcurl.so.4, or set "
                    + "configuration.transport to a transport over another library."
            )
        }
    }
}
#endif
