#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A string that compares and hashes by its UTF-8 bytes. `String` treats canonically equivalent spellings as equal;
/// keys of YAML mappings and names of JSON members that differ in Unicode normalisation are different.
package struct ByteKey: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (a: ByteKey, b: ByteKey) -> Bool {
        areEqual(a.text, b.text)
    }

    package static func areEqual(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && haveSameBytes(a, b)
    }

    /// A hash of the length and the first and last bytes. It is stored beside keys, because comparing it touches
    /// neither the text nor a reference count.
    package static func fingerprint(of text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            let count = UInt64(truncatingIfNeeded: bytes.count)
            guard bytes.count < 8 else {
                let first = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
                let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
                return (first ^ (last << 7 | last >> 57)) &+ count
            }
            return bytes.reduce(0) { $0 << 8 | UInt64($1) } | count << 56
        }
    }

    /// - Parameter b: Must be as long as `a`.
    private static func haveSameBytes(_ a: String, _ b: String) -> Bool {
        let result = a.utf8.withContiguousStorageIfAvailable { a in
            b.utf8.withContiguousStorageIfAvailable { b in
                areEqual(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
            }
        }
        return (result ?? nil) ?? a.utf8.elementsEqual(b.utf8)
    }

    /// Compares eight bytes at a time.
    ///
    /// - Parameter b: Must be as long as `a`.
    private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset + 8 <= a.count {
            let next = a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard next == b.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset += 8
        }
        while offset < a.count {
            guard a[offset] == b[offset] else { return false }
            offset += 1
        }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        if text.utf8.withContiguousStorageIfAvailable({ hasher.combine(bytes: UnsafeRawBufferPointer($0)) }) != nil {
            return
        }
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

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

extension StringProtocol {
    /// Whether the UTF-8 of the text contains that of another. `contains` does not find a character with a combining mark
    /// behind it.
    package func contains(bytes other: String) -> Bool {
        !other.isEmpty && firstRange(ofBytes: Array(other.utf8), from: utf8.startIndex) != nil
    }

    /// Replaces the UTF-8 of a text wherever it occurs, regardless of combining marks behind it.
    package func replacing(bytes other: String, with replacement: String) -> String {
        let sought = Array(other.utf8)
        var result = ""
        var start = utf8.startIndex
        while !sought.isEmpty, let range = firstRange(ofBytes: sought, from: start) {
            result += self[start..<range.lowerBound]
            result += replacement
            start = range.upperBound
        }
        return result + self[start...]
    }

    /// Whether the UTF-8 of the text starts with that of another.
    package func hasPrefix(bytes prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    private func firstRange(ofBytes sought: [UInt8], from start: Index) -> Range<Index>? {
        var start = start
        while let first = utf8[start...].firstIndex(of: sought[0]) {
            if utf8[first...].starts(with: sought) { return first..<utf8.index(first, offsetBy: sought.count) }
            start = utf8.index(after: first)
        }
        return nil
    }
}
