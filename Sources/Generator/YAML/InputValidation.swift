internal import HandingerGeneratorDiagnostics

/// Rejects characters that neither YAML nor JSON allows, and input that libyaml takes too long for.
enum InputValidation {
    /// libyaml compares each `%TAG` line with all earlier ones.
    private static let largestDirectiveCount = 100

    static func firstProblem(in text: SourceText) -> SyntaxProblem? {
        text.utf8.withUnsafeBytes { bytes in
            var directiveCount = 0
            var next = 0
            while next < bytes.count {
                if next + 8 <= bytes.count {
                    let skipped = harmlessCount(bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self))
                    next += skipped
                    if skipped == 8 { continue }
                }
                let index = next
                next += 1
                switch bytes[index] {
                case 0x09, 0x20...: continue
                case 0x0A, 0x0D:
                    guard next < bytes.count, bytes[next] == UInt8(ascii: "%") else { continue }
                    directiveCount += 1
                    if directiveCount > largestDirectiveCount {
                        return SyntaxProblem(
                            message: "the document has more than \(largestDirectiveCount) directives",
                            location: text.location(ofByte: next)
                        )
                    }
                default:
                    return SyntaxProblem(message: message(for: bytes[index]), location: text.location(ofByte: index))
                }
            }
            return nil
        }
    }

    /// The number of leading bytes, of eight, that are at least 0x20.
    private static func harmlessCount(_ bytes: UInt64) -> Int {
        let bytes = UInt64(littleEndian: bytes)
        return ((bytes &- 0x2020_2020_2020_2020) & ~bytes & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
    }

    private static func message(for byte: UInt8) -> String {
        let name = byte == 0 ? "a NUL byte" : "the control character \(Unicode.Scalar(byte).codePoint)"
        return "\(name) stands here, which no YAML or JSON text may have; remove it, or write it as an escape in quotes"
    }
}
