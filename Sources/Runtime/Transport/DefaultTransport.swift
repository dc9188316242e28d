/// The default transport: libcurl on Linux with glibc, URLSession elsewhere.
enum DefaultTransport {
    #if canImport(Glibc)
    static var shared: any Transport { CurlTransport.shared }
    #else
    static var shared: any Transport { URLSessionTransport.shared }
    #endif
}
