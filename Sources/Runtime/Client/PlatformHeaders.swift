/// What the official SDKs of this family tell the server about the platform, in the same headers.
enum PlatformHeaders {
    static func fields(packageVersion: String) -> [(name: String, value: String)] {
        [
            ("X-Stainless-Lang", "swift"),
            ("X-Stainless-Package-Version", packageVersion),
            ("X-Stainless-OS", operatingSystem),
            ("X-Stainless-Arch", architecture),
            ("X-Stainless-Runtime", "swift"),
            ("X-Stainless-Runtime-Version", languageVersion),
        ]
    }

    private static var operatingSystem: String {
        #if os(macOS)
        "MacOS"
        #elseif os(iOS)
        "iOS"
        #elseif os(tvOS)
        "tvOS"
        #elseif os(watchOS)
        "watchOS"
        #elseif os(visionOS)
        "visionOS"
        #elseif os(Linux)
        "Linux"
        #elseif os(Android)
        "Android"
        #elseif os(Windows)
        "Windows"
        #elseif os(FreeBSD)
        "FreeBSD"
        #else
        "Unknown"
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
        "x64"
        #elseif arch(arm64)
        "arm64"
        #elseif arch(i386)
        "x32"
        #elseif arch(arm)
        "arm"
        #else
        "unknown"
        #endif
    }

    /// The compiler's version; Swift has no way to ask for it but this.
    private static var languageVersion: String {
        #if compiler(>=6.4)
        "6.4"
        #elseif compiler(>=6.3)
        "6.3"
        #elseif compiler(>=6.2)
        "6.2"
        #else
        "6.1"
        #endif
    }
}
