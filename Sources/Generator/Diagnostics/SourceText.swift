/// The text of a source file as UTF-8 without a byte order mark, whatever the encoding of the file.
package struct SourceText: Sendable {
    /// An encoding error and its location.
    package struct Fault: Error, Equatable {
        package var message: String
        package var location: SourceLocation
    }

    package let utf8: [UInt8]

    /// Decodes UTF-8, and UTF-16 of either byte order with or without a byte order mark.
    package init(decoding bytes: [UInt8]) throws(Fault) {
        switch Encoding(of: bytes) {
        case .utf8(let bom):
            utf8 = bom == 0 ? bytes : Array(bytes[bom...])
            if let offset = Self.firstInvalidByte(of: utf8) {
                throw Fault(
                    message: "byte 0x\(hexadecimal(UInt32(utf8[offset]), digits: 2)) is not valid UTF-8; "
                        + "save the file as UTF-8",
                    location: Self.location(ofByte: offset, in: utf8)
                )
            }
        case .utf16(let bom, let isBigEndian):
            var decoded: [UInt8] = []
            guard Self.decodeUTF16(bytes[bom...], isBigEndian: isBigEndian, into: &decoded) else {
                throw Fault(
                    message: "the file is UTF-16, and half a character stands here; save the file as UTF-8",
                    location: Self.location(ofByte: decoded.count, in: decoded)
                )
            }
            utf8 = decoded
        case .utf32:
            throw Fault(message: "the file is UTF-32, which is not supported; save it as UTF-8", location: .start)
        }
    }

    /// Decodes up to the first encoding error, to show a line of a file that cannot be read.
    package init(lenient bytes: [UInt8]) {
        switch Encoding(of: bytes) {
        case .utf8(let bom):
            utf8 = bom == 0 ? bytes : Array(bytes[bom...])
        case .utf16(let bom, let isBigEndian):
            var decoded: [UInt8] = []
            _ = Self.decodeUTF16(bytes[bom...], isBigEndian: isBigEndian, into: &decoded)
            utf8 = decoded
        case .utf32:
            utf8 = []
        }
    }

    /// The location of a byte. LF, CR and CR LF end a line.
    package func location(ofByte offset: Int) -> SourceLocation {
        Self.location(ofByte: offset, in: utf8)
    }

    /// The bytes from a location to the end of its line, without the line break.
    package func line(from location: SourceLocation) -> ArraySlice<UInt8> {
        var start = 0
        for _ in 1..<max(location.line, 1) {
            guard let lineBreak = utf8[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return [] }
            let isPair = utf8[lineBreak] == 0x0D && lineBreak + 1 < utf8.count && utf8[lineBreak + 1] == 0x0A
            start = lineBreak + (isPair ? 2 : 1)
        }
        let end = utf8[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? utf8.count
        var column = 1
        while start < end, column < location.column {
            start += 1
            while start < end, utf8[start] & 0xC0 == 0x80 { start += 1 }
            column += 1
        }
        return utf8[start..<end]
    }

    private static func location(ofByte offset: Int, in utf8: [UInt8]) -> SourceLocation {
        var location = SourceLocation.start
        var previous: UInt8 = 0
        for byte in utf8.prefix(offset) {
            if byte == 0x0A || byte == 0x0D {
                if !(byte == 0x0A && previous == 0x0D) { location.line += 1 }
                location.column = 1
            } else if byte & 0xC0 != 0x80 {
                location.column += 1
            }
            previous = byte
        }
        return location
    }
}

extension SourceText {
    /// Detected from the byte order mark, or from the zero bytes of the first two characters (YAML 1.2.2, section 5.2).
    private enum Encoding {
        case utf8(bom: Int)
        case utf16(bom: Int, isBigEndian: Bool)
        case utf32

        init(of bytes: [UInt8]) {
            let first = bytes.prefix(4).map { Int($0) } + Array(repeating: -1, count: max(0, 4 - bytes.count))
            switch (first[0], first[1], first[2], first[3]) {
            case (0xEF, 0xBB, 0xBF, _): self = .utf8(bom: 3)
            case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0): self = .utf32
            case (0, 0, 0, 1...), (1..., 0, 0, 0): self = .utf32
            case (0xFE, 0xFF, _, _): self = .utf16(bom: 2, isBigEndian: true)
            case (0xFF, 0xFE, _, _): self = .utf16(bom: 2, isBigEndian: false)
            case (0, 1..., 0, 1...), (0, 1..., -1, _): self = .utf16(bom: 0, isBigEndian: true)
            case (1..., 0, 1..., 0), (1..., 0, -1, _): self = .utf16(bom: 0, isBigEndian: false)
            default: self = .utf8(bom: 0)
            }
        }
    }

    /// Returns false at a lone surrogate or an odd last byte; `utf8` then has the text before it.
    private static func decodeUTF16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool, into utf8: inout [UInt8]) -> Bool {
        utf8.reserveCapacity(bytes.count / 2)
        var iterator = UTF16Units(bytes: bytes, isBigEndian: isBigEndian)
        var decoder = UTF16()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                utf8 += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            case .emptyInput:
                return bytes.count.isMultiple(of: 2)
            case .error:
                return false
            }
        }
    }

    private struct UTF16Units: IteratorProtocol {
        var bytes: ArraySlice<UInt8>
        let isBigEndian: Bool

        mutating func next() -> UInt16? {
            guard bytes.count >= 2, let first = bytes.popFirst(), let second = bytes.popFirst() else { return nil }
            return isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
        }
    }

    private static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var index = 0
            let count = buffer.count
            while index < count {
                if index + 32 <= count, isASCII(buffer.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)) {
                    index += 32
                } else if index + 8 <= count,
                    buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                } else if let length = sequenceLength(at: index, in: buffer) {
                    index += length
                } else {
                    return index
                }
            }
            return nil
        }
    }

    private static func isASCII(_ bytes: SIMD4<UInt64>) -> Bool {
        (bytes[0] | bytes[1] | bytes[2] | bytes[3]) & 0x8080_8080_8080_8080 == 0
    }

    /// The length of the well-formed sequence at the index (Unicode 15, table 3-7), or nil if it is ill-formed.
    private static func sequenceLength(at index: Int, in buffer: UnsafeRawBufferPointer) -> Int? {
        let second: ClosedRange<UInt8>
        let length: Int
        switch buffer[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return nil
        }
        guard index + length <= buffer.count, second.contains(buffer[index + 1]) else { return nil }
        for position in (index + 2)..<max(index + 2, index + length) where buffer[position] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }
}
