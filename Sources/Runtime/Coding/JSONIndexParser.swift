/// Parses a JSON text into index entries and validates its grammar (RFC 8259). Of members with the same name it marks
/// all but the last as replaced.
struct JSONIndexParser: ~Copyable {
    private(set) var entries = TrivialArray<JSONIndex.Entry>()

    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var position = 0
    /// The entry of the innermost open array or object.
    private var container = 0
    private var depth = 0
    private var hasNonASCII = false
    /// The keys of all open objects, the innermost object's last.
    private var keys = TrivialArray<Key>()

    private struct Key {
        var entry: Int
        /// A hash of the name.
        var fingerprint: UInt64
    }

    /// The maximum nesting, the same as `JSONDecoder`'s.
    private static let depthLimit = 512

    /// Parses a text. Returns false if it is not JSON in UTF-8 or nests too deeply.
    ///
    /// - Parameter isSequence: Whether the text is any number of values instead of one.
    mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>, isSequence: Bool = false) -> Bool {
        self.bytes = bytes
        defer { self.bytes = UnsafeBufferPointer(start: nil, count: 0) }
        (position, container, depth, hasNonASCII) = (0, 0, 0, false)
        entries.removeLast(entries.count)
        keys.removeLast(keys.count)
        // Most texts are small and should not need to grow the array.
        entries.reserve(16 + bytes.count / 16)
        skipSpace()
        while !isSequence || position < bytes.count {
            repeat {
                guard parseValue() else { return false }
            } while depth > 0
            skipSpace()
            if !isSequence { break }
        }
        guard position == bytes.count else { return false }
        return !hasNonASCII || String(validating: bytes, as: UTF8.self) != nil
    }

    /// The reason that ``parse(_:isSequence:)`` rejects some bytes.
    static func error(in bytes: [UInt8], isSequence: Bool) -> JSONReadingError {
        var parser = JSONIndexParser()
        return bytes.withUnsafeBufferPointer { bytes in
            if parser.parse(bytes, isSequence: isSequence) { return .beyondLimit("it is larger than 4 GB.") }
            let place = parser.position
            guard place < bytes.count else {
                let isComplete = parser.hasNonASCII && parser.depth == 0 && !parser.entries.isEmpty
                return .invalid(isComplete ? "it is not UTF-8." : "it ends too early.")
            }
            let byte = bytes[place]
            if parser.depth == depthLimit, byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                return .beyondLimit("it is nested more than \(depthLimit) levels deep.")
            }
            let found = 0x21..<0x7F ~= byte ? "'\(Unicode.Scalar(byte))'" : "the byte \(byte)"
            return .invalid("it has \(found) at byte \(place), where JSON has something else.")
        }
    }

    /// Sets the entry at which the search for a member starts.
    mutating func begin(searchOf object: Int, at key: Int) {
        entries[object].hint = UInt32(key)
    }

    /// Parses a scalar, or the start of an array or object, and the ends after it.
    private mutating func parseValue() -> Bool {
        guard let first = peek else { return false }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = first == UInt8(ascii: "{")
            guard depth < Self.depthLimit else { return false }
            add(isObject ? .object : .array, from: position, to: position)
            position += 1
            skipSpace()
            container = entries.count - 1
            depth += 1
            if peek != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return !isObject || parseKey() }
            position += 1
            close()
        case UInt8(ascii: "\""): guard parseString() else { return false }
        case UInt8(ascii: "t"): guard parseLiteral("true", .bool, isTrue: true) else { return false }
        case UInt8(ascii: "f"): guard parseLiteral("false", .bool) else { return false }
        case UInt8(ascii: "n"): guard parseLiteral("null", .null) else { return false }
        default: guard parseNumber() else { return false }
        }
        return parseEnds()
    }

    /// Parses the bytes after a value up to the next value.
    private mutating func parseEnds() -> Bool {
        while depth > 0 {
            entries[container].count += 1
            skipSpace()
            guard let byte = peek else { return false }
            let isObject = entries[container].kind == .object
            let place = position
            position += 1
            skipSpace()
            if byte == UInt8(ascii: ",") { return !isObject || parseKey() }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                position = place
                return false
            }
            close()
        }
        return true
    }

    private mutating func close() {
        let closed = entries[container]
        entries[container].next = UInt32(entries.count)
        container = Int(closed.parent)
        depth -= 1
        guard closed.kind == .object else { return }
        let count = Int(closed.count)
        markReplaced(from: keys.count - count)
        keys.removeLast(count)
    }

    /// Marks keys, from an index on, whose names are repeated later.
    private mutating func markReplaced(from first: Int) {
        guard keys.count - first <= 24 else { return markReplacedOfMany(from: first) }
        var index = first
        while index < keys.count {
            let key = keys[index]
            index += 1
            var other = index
            while other < keys.count {
                if keys[other].fingerprint == key.fingerprint, name(keys[other].entry) == name(key.entry) {
                    markReplaced(key.entry)
                    break
                }
                other += 1
            }
        }
    }

    private mutating func markReplacedOfMany(from first: Int) {
        var last: [BytewiseText: Int] = [:]
        last.reserveCapacity(keys.count - first)
        for index in first..<keys.count {
            let entry = keys[index].entry
            if let replaced = last.updateValue(entry, forKey: name(entry)) { markReplaced(replaced) }
        }
    }

    private mutating func markReplaced(_ entry: Int) {
        entries[entry].isReplaced = true
        // The comparison of plain keys does not check `isReplaced`.
        entries[entry].isPlain = false
    }

    private func name(_ entry: Int) -> BytewiseText {
        BytewiseText(JSONIndex.string(entries[entry], in: bytes, keepsSurrogates: true))
    }

    @inline(__always)
    private func fingerprint(of entry: Int) -> UInt64 {
        let key = entries[entry]
        if key.isPlain { return Self.fingerprint(of: key.content(in: bytes)) }
        return fingerprint(ofEscaped: entry)
    }

    private func fingerprint(ofEscaped entry: Int) -> UInt64 {
        var name = name(entry).text
        return name.withUTF8 { Self.fingerprint(of: $0) }
    }

    /// Hashes the length and the first and last eight bytes.
    @inline(__always)
    private static func fingerprint(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard name.count >= 8 else {
            var fingerprint: UInt64 = 1
            for byte in name { fingerprint = fingerprint << 8 | UInt64(byte) }
            return fingerprint
        }
        let bytes = UnsafeRawBufferPointer(name)
        let first = bytes.loadUnaligned(as: UInt64.self)
        let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        return (first ^ (last << 1 | last >> 63)) &+ UInt64(bytes.count)
    }

    private mutating func parseKey() -> Bool {
        guard peek == UInt8(ascii: "\""), parseString() else { return false }
        keys.append(Key(entry: entries.count - 1, fingerprint: fingerprint(of: entries.count - 1)))
        skipSpace()
        guard peek == UInt8(ascii: ":") else { return false }
        position += 1
        skipSpace()
        return true
    }

    private mutating func add(_ kind: JSONIndex.Kind, isPlain: Bool = false, from start: Int, to end: Int) {
        entries.append(
            JSONIndex.Entry(
                kind: kind,
                isPlain: isPlain,
                start: UInt32(start),
                end: UInt32(end),
                parent: UInt32(container),
                ordinal: depth == 0 ? 0 : entries[container].count,
                next: UInt32(entries.count + 1),
                hint: UInt32(entries.count + 1)
            )
        )
    }

    // MARK: - Scalars

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    @inline(__always)
    private mutating func skipSpace() {
        // Most servers write no white space.
        if position < bytes.count, bytes[position] > 0x20 { return }
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func parseLiteral(_ literal: StaticString, _ kind: JSONIndex.Kind, isTrue: Bool = false) -> Bool {
        let start = position
        for offset in 0..<literal.utf8CodeUnitCount {
            guard peek == literal.utf8Start[offset] else { return false }
            position += 1
        }
        add(kind, isPlain: isTrue, from: start, to: position)
        return true
    }

    private mutating func parseNumber() -> Bool {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else if !skipDigits() { return false }
        let end = position
        if peek == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() else { return false }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { return false }
        }
        add(.number, isPlain: position == end, from: start, to: position)
        return true
    }

    /// Skips digits and returns whether there was at least one.
    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        return position > start
    }

    private mutating func parseString() -> Bool {
        position += 1
        let start = position
        var isPlain = true
        while true {
            skipPlainText()
            guard let byte = peek else { return false }
            switch byte {
            case UInt8(ascii: "\""):
                add(.string, isPlain: isPlain, from: start, to: position)
                position += 1
                return true
            case UInt8(ascii: "\\"):
                isPlain = false
                guard skipEscape() else { return false }
            case 0x80...:
                (isPlain, hasNonASCII) = (false, true)
                repeat { position += 1 } while peek.map { $0 >= 0x80 } ?? false
            default: return false
            }
        }
    }

    /// Advances to the next quote, backslash, non-ASCII byte or control character, eight bytes at a time.
    @inline(__always)
    private mutating func skipPlainText() {
        while bytes.count - position >= 8 {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let marks = Self.marks(in: UInt64(littleEndian: word))
            guard marks == 0 else {
                position += marks.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
        while let byte = peek, 0x20..<0x80 ~= byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            position += 1
        }
    }

    /// Repeats a byte eight times.
    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// Sets the highest bit of each byte that ``skipPlainText()`` searches for. Bits after the first may be wrong,
    /// because a carry moves up from byte to byte.
    private static func marks(in word: UInt64) -> UInt64 {
        let control = word &- each(0x20)
        let quote = (word ^ each(0x22)) &- each(1)
        let backslash = (word ^ each(0x5C)) &- each(1)
        return (control | quote | backslash | word) & each(0x80)
    }

    private mutating func skipEscape() -> Bool {
        position += 1
        guard let escape = peek else { return false }
        position += 1
        guard escape == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(escape) }
        // Lone surrogates are allowed (section 8.2).
        for _ in 0..<4 {
            guard peek.flatMap(hexadecimalValue) != nil else { return false }
            position += 1
        }
        return true
    }
}
