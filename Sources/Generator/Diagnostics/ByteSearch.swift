#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

extension UnsafeBufferPointer<UInt8> {
    /// The first index of a byte, found with `memchr`.
    ///
    /// - Parameter start: At most the number of bytes.
    package func firstIndex(of byte: UInt8, from start: Int = 0, to end: Int? = nil) -> Int? {
        let end = end ?? count
        guard let base = baseAddress, start < end else { return nil }
        let found = memchr(base + start, Int32(byte), end - start)
        return found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
    }
}
