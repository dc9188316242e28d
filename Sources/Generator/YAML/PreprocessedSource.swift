internal import HandingerGeneratorDiagnostics

/// The input of libyaml and the mapping of its locations back to those of the file.
///
/// JSON is a subset of YAML 1.2, but libyaml rejects some of it: tabs around the root, keys of more than 1,024
/// characters, and keys whose colon is on the next line. Such keys are marked with `? ` and such tabs replaced.
struct PreprocessedSource {
    private(set) var text: [UInt8]
    private(set) var substitutions: CharacterSubstitutions?
    /// The libyaml locations of the keys marked with `? `, in order.
    private var markedKeys: [(line: Int, column: Int, marksBeforeOnLine: Int)] = []

    private static let keyLimit = 1_000

    init(_ source: SourceText) {
        text = source.utf8
        if let replaced = CharacterSubstitutions.replacing(in: text) {
            text = replaced.text
            substitutions = replaced.substitutions
        }
        guard let root = text.firstIndex(where: { !Self.isSpace($0) }),
            let end = text.lastIndex(where: { !Self.isSpace($0) }),
            (text[root], text[end]) == (UInt8(ascii: "{"), UInt8(ascii: "}"))
                || (text[root], text[end]) == (UInt8(ascii: "["), UInt8(ascii: "]"))
        else { return }
        for index in [0..<root, end..<text.count].joined() where text[index] == UInt8(ascii: "\t") {
            text[index] = UInt8(ascii: " ")
        }
        mark(Self.keysToMark(in: text))
    }

    /// Maps a location reported by libyaml to the location in the file.
    func place(_ location: SourceLocation) -> SourceLocation {
        guard !markedKeys.isEmpty else { return location }
        var (low, high) = (0, markedKeys.count)
        while low < high {
            let middle = (low + high) / 2
            let key = markedKeys[middle]
            if (key.line, key.column) < (location.line, location.column) { low = middle + 1 } else { high = middle }
        }
        guard low > 0, markedKeys[low - 1].line == location.line else { return location }
        let marks = markedKeys[low - 1].marksBeforeOnLine + 1
        return SourceLocation(line: location.line, column: max(1, location.column - 2 * marks))
    }

    private mutating func mark(_ offsets: [Int]) {
        guard !offsets.isEmpty else { return }
        let source = text
        text = []
        text.reserveCapacity(source.count + 2 * offsets.count)
        var copied = 0
        var location = SourceLocation.start
        var marksOnLine = 0
        for offset in offsets {
            for index in copied..<offset {
                switch source[index] {
                case 0x0A,
                    0x0D where index + 1 == source.count || source[index + 1] != 0x0A:
                    location = SourceLocation(line: location.line + 1, column: 1)
                    marksOnLine = 0
                case 0x80...0xBF, 0x0D: break
                default: location.column += 1
                }
            }
            text += source[copied..<offset]
            text += "? ".utf8
            markedKeys.append((location.line, location.column + 2 * marksOnLine, marksOnLine))
            marksOnLine += 1
            copied = offset
        }
        text += source[copied...]
    }

    /// The offsets of the keys that libyaml would reject; empty if the text is no JSON.
    private static func keysToMark(in text: [UInt8]) -> [Int] {
        text.withUnsafeBufferPointer { text in
            let bytes = UnsafeRawBufferPointer(text)
            var offsets: [Int] = []
            var openBrackets: [UInt8] = []
            var index = 0
            while index < text.count {
                switch text[index] {
                case UInt8(ascii: "\""):
                    let start = index
                    index += 1
                    while index < text.count {
                        if index + 8 <= text.count {
                            let skipped = plainCount(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                            index += skipped
                            if skipped == 8 { continue }
                        }
                        if text[index] == UInt8(ascii: "\"") { break }
                        guard text[index] >= 0x20 else { return [] }
                        index += text[index] == UInt8(ascii: "\\") ? 2 : 1
                    }
                    index += 1
                    var hasLineBreak = false
                    while index < text.count, isSpace(text[index]) {
                        hasLineBreak = hasLineBreak || text[index] == 0x0A || text[index] == 0x0D
                        index += 1
                    }
                    if index < text.count, text[index] == UInt8(ascii: ":"),
                        openBrackets.last == UInt8(ascii: "{"), hasLineBreak || index - start > keyLimit
                    {
                        offsets.append(start)
                    }
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    openBrackets.append(text[index])
                    index += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    _ = openBrackets.popLast()
                    index += 1
                case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
                    0x09, 0x0A, 0x0D:
                    index += 1
                case 0x20:
                    index += 1
                    while index + 8 <= text.count,
                        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) == 0x2020_2020_2020_2020
                    {
                        index += 8
                    }
                default:
                    return []
                }
            }
            return offsets
        }
    }

    /// The number of leading bytes, of eight, that are no quote, backslash or control character.
    private static func plainCount(_ bytes: UInt64) -> Int {
        func lowest(_ bytes: UInt64, below limit: UInt64) -> UInt64 {
            (bytes &- limit &* 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
        }
        // Each test is exact only up to the first byte that it finds.
        let bytes = UInt64(littleEndian: bytes)
        let found =
            lowest(bytes, below: 0x20) | lowest(bytes ^ 0x2222_2222_2222_2222, below: 1)
            | lowest(bytes ^ 0x5C5C_5C5C_5C5C_5C5C, below: 1)
        return found.trailingZeroBitCount / 8
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
