/// The transport that clients use unless told otherwise.
enum DefaultTransport {
    #if AsyncHTTPClient && os(Linux)
    static var shared: any Transport { AsyncHTTPClientTransport.shared }
    #else
    static var shared: any Transport { URLSessionTransport.shared }
    #endif
}
