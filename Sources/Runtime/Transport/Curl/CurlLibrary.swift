#if canImport(Glibc)
import CHandingerCurl
import Glibc

/// The system's libcurl, loaded on first use.
enum CurlLibrary {
    /// 7.66.0, the first version that rejects HTTP/0.9 responses by default.
    private static let minimum: UInt32 = 0x07_42_00
    /// 7.80.0, the first version with `CURLOPT_PREREQFUNCTION`.
    private static let minimumForResendCheck: UInt32 = 0x07_50_00

    /// 8.1.0, the first version that reports RST_STREAM with NO_ERROR as an error.
    private static let minimumForProvenEnd: UInt32 = 0x08_01_00

    /// The library's description of itself; nil if it is missing.
    private static var information: handinger_curl_version? {
        handinger_curl_library() == nil ? nil : curl_version_info(0)?.pointee
    }
    /// The version, a byte each for major, minor and patch.
    private static let version = information?.version_num ?? 0
    private static let versionName = information.map { String(cString: $0.version) } ?? "unknown"

    /// Whether libcurl asks before it resends a request.
    static let canRefuseResending = version >= minimumForResendCheck

    /// Whether the end of an HTTP/2 response proves that it is complete.
    static let provesEndOfStreams = version >= minimumForProvenEnd

    /// Whether the library was initialised; evaluated once.
    private static let isInitialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Loads and initialises the library.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the library is not there or older than 7.66.
    static func prepare() throws {
        guard let library = handinger_curl_library() else {
            if !hasDescriptorLeft { throw CurlLoop.failure("a file descriptor") }
            throw APIError(
                .configuration,
                "libcurl.so.4 cannot be loaded: install libcurl 7.66.0 or later, or set configuration.transport to a "
                    + "transport over another library."
            )
        }
        try checkSymbols(of: library)
        try check(version: version, name: versionName)
        guard isInitialized else { throw APIError(.configuration, "libcurl could not be initialised.") }
    }

    /// Whether loading failed for another reason than too many open files.
    private static var hasDescriptorLeft: Bool {
        let descriptor = eventfd(0, Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// - Throws: ``APIError`` that names a function which a library lacks.
    static func checkSymbols(of library: UnsafeMutableRawPointer) throws {
        guard let name = handinger_curl_missing_symbol(library) else { return }
        throw APIError(
            .configuration,
            "libcurl.so.4 has no function \(String(cString: name)), so it is not libcurl 7.66.0 or later. Install that, or "
                + "set configuration.transport to a transport over another library."
        )
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
