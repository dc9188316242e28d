internal import Diagnostics

/// What no document may have, and what libyaml would take too long over.
enum UnreadableText {
    /// libyaml compares each `%TAG` line with all before it.
    private static let largestDirectiveCount = 100

    static func firstProblem(in text: SourceText) -> SyntaxProblem? {
        text.utf8.withUnsafeBufferPointer { bytes in
            var directiveCount = 0
            for index in bytes.indices where bytes[index] < 0x20 {
                switch bytes[index] {
                case 0x09: continue
                case 0x0A, 0x0D:
                    guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "%") else { continue }
                    directiveCount += 1
                    if directiveCount > largestDirectiveCount {
                        return SyntaxProblem(
                            message: "the document has more than \(largestDirectiveCount) directives",
                            location: text.location(ofByte: index + 1)
                        )
                    }
                default:
                    return SyntaxProblem(message: message(for: bytes[index]), location: text.location(ofByte: index))
                }
            }
            return nil
        }
    }

    private static func message(for byte: UInt8) -> String {
        let name = byte == 0 ? "a NUL byte" : "the control character \(Unicode.Scalar(byte).codePoint)"
        return "\(name) stands here, which no YAML or JSON text may have; remove it, or write it as an escape in quotes"
    }
}
