import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#endif

/// The socket calls that scripted servers need.
package enum Socket {
    package struct Failure: Error {
        package var call: String
        package var code: Int32

        package init(call: String) {
            self.call = call
            code = errno
        }
    }

    /// Creates a socket that listens on a free port.
    ///
    /// - Parameters:
    ///   - host: The address; on Linux all addresses in 127/8 are this machine.
    ///   - backlog: The number of connections that may wait to be accepted.
    package static func listen(host: String = "127.0.0.1", backlog: Int32 = 1_024) throws -> Int32 {
        #if canImport(Darwin)
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw Failure(call: "bind") }
        #if canImport(Darwin)
        let listening = Darwin.listen(descriptor, backlog)
        #else
        let listening = Glibc.listen(descriptor, backlog)
        #endif
        guard listening == 0 else { throw Failure(call: "listen") }
        return descriptor
    }

    package static func port(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// - Returns: False if the client has closed the connection.
    package static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.send(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, 0)
                #else
                Glibc.send(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, Int32(MSG_NOSIGNAL))
                #endif
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    package static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    #if !canImport(Darwin)
    /// Creates a socket that listens at a path.
    package static func listen(unixSocketPath path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 16) == 0 else { throw Failure(call: "bind") }
        return descriptor
    }

    /// Creates a socket that listens on a free port of `::1`.
    package static func listenOnIPv6() throws -> Int32 {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 16) == 0 else { throw Failure(call: "bind") }
        return descriptor
    }

    /// Creates a socket that starts to connect.
    package static func startConnecting(to host: String, port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host)
        address.sin_port = port.bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
    #endif

    /// Wakes a thread that waits in `accept`.
    package static func wakeAccept(_ descriptor: Int32) {
        #if canImport(Darwin)
        // On Darwin only a connection wakes it, not a shutdown.
        let client = socket(AF_INET, SOCK_STREAM, 0)
        connect(client, toPort: port(of: descriptor))
        close(client)
        #else
        shutdown(descriptor, Int32(SHUT_RDWR))
        #endif
    }

    #if canImport(Darwin)
    private static func connect(_ descriptor: Int32, toPort port: UInt16) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Darwin.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
    #endif

    package static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #else
        _ = Glibc.close(descriptor)
        #endif
    }

    package static func readToEnd(_ descriptor: Int32) {
        while read(descriptor) != nil {}
    }

    /// Lets the next close send a RST instead of a FIN.
    package static func resetOnClose(_ descriptor: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

/// A one-time signal across threads and tasks.
package final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    package init() {}

    package func open() {
        semaphore.signal()
    }

    package func blockUntilOpen() {
        semaphore.wait()
        semaphore.signal()
    }

    /// Waits without blocking other tasks.
    ///
    /// - Returns: Whether the gate opened before the time limit.
    package func opens(within seconds: Double = 60) async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [semaphore] in
                let isOpen = semaphore.wait(timeout: .now() + seconds) == .success
                if isOpen { semaphore.signal() }
                continuation.resume(returning: isOpen)
            }
        }
    }
}
