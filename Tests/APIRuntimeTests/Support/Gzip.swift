/// Compressed bodies (RFC 1951 and 1952), written by hand because Foundation has no compressor on Linux.
enum Gzip {
    private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    /// Uncompressed bytes in the gzip format.
    static func wrap(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(bytes.count)
        let stored = [1] + littleEndian(length) + littleEndian(~length) + bytes
        return head + stored + littleEndian(checksum(bytes)) + littleEndian(UInt32(bytes.count))
    }

    /// A decompression bomb: half a kilobyte for every 300 kilobytes of zeros, without an end.
    ///
    /// - Parameter megabytes: The size of the decompressed data.
    static func bomb(megabytes: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(1, count: 1)
        // A block with the fixed codes: a zero, then copies of 258 bytes from one byte before.
        bits.write(0b01, count: 2)
        bits.writeCode(0b0011_0000, count: 8)
        for _ in 0..<(megabytes << 20) / 258 {
            bits.writeCode(0b1100_0101, count: 8)
            bits.writeCode(0, count: 5)
        }
        return head + bits.bytes
    }

    private static func littleEndian<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    /// Writes bits from the lowest bit of each byte.
    private struct BitWriter {
        private(set) var bytes: [UInt8] = []
        private var position = 8

        mutating func write(_ value: Int, count: Int) {
            for index in 0..<count {
                if position == 8 {
                    bytes.append(0)
                    position = 0
                }
                bytes[bytes.count - 1] |= UInt8(value >> index & 1) << position
                position += 1
            }
        }

        /// Only Huffman codes are written from their highest bit.
        mutating func writeCode(_ code: Int, count: Int) {
            for index in (0..<count).reversed() { write(code >> index & 1, count: 1) }
        }
    }
}
