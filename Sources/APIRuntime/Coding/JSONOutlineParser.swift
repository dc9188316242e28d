/// Finds the values of a JSON text and checks its grammar (RFC 8259) on the way, and that no object has a name twice:
/// then it would matter in what order one looks.
struct JSONOutlineParser {
    private(set) var entries: [JSONOutline.Entry] = []

    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var position = 0
    /// The entries of the arrays and objects that are open, and how many members each has so far.
    private var open: [Int] = []
    private var hasNonASCII = false
    /// The keys of all objects that are open, the innermost object's last.
    private var keys: [Key] = []

    private struct Key {
        var entry: Int
        /// Of two names that are equal it is equal too.
        var fingerprint: UInt64
    }

    /// As many levels as `JSONDecoder` reads.
    private static let depthLimit = 512

    /// Returns false where the bytes are no JSON in UTF-8, nest too deeply, or name a member twice.
    mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        self.bytes = bytes
        defer { self.bytes = UnsafeBufferPointer(start: nil, count: 0) }
        (position, hasNonASCII) = (0, false)
        entries.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        // Small texts are many: they shall not have to grow.
        entries.reserveCapacity(16 + bytes.count / 16)
        keys.reserveCapacity(8)
        skipSpace()
        repeat {
            guard parseValue() else { return false }
        } while position < bytes.count && !isComplete
        skipSpace()
        guard isComplete, position == bytes.count else { return false }
        return !hasNonASCII || String(validating: bytes, as: UTF8.self) != nil
    }

    /// Has the search for a member begin elsewhere.
    mutating func begin(searchOf object: Int, at key: Int) {
        entries[object].hint = UInt32(key)
    }

    private var isComplete: Bool { open.isEmpty && !entries.isEmpty }

    /// One value without its members, and all that ends with it.
    private mutating func parseValue() -> Bool {
        guard let first = peek else { return false }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = first == UInt8(ascii: "{")
            guard open.count < Self.depthLimit else { return false }
            add(isObject ? .object : .array, from: position, to: position)
            position += 1
            skipSpace()
            open.append(entries.count - 1)
            if peek != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return !isObject || parseKey() }
            position += 1
            guard close() else { return false }
        case UInt8(ascii: "\""): guard parseString() else { return false }
        case UInt8(ascii: "t"): guard parseLiteral("true", .bool, isTrue: true) else { return false }
        case UInt8(ascii: "f"): guard parseLiteral("false", .bool) else { return false }
        case UInt8(ascii: "n"): guard parseLiteral("null", .null) else { return false }
        default: guard parseNumber() else { return false }
        }
        return parseEnds()
    }

    /// What follows a value, up to where the next one begins.
    private mutating func parseEnds() -> Bool {
        while let container = open.last {
            entries[container].count += 1
            skipSpace()
            guard let byte = peek else { return false }
            let isObject = entries[container].kind == .object
            position += 1
            skipSpace()
            if byte == UInt8(ascii: ",") { return !isObject || parseKey() }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")), close() else { return false }
        }
        return true
    }

    /// Returns whether the names of the object's members differ.
    private mutating func close() -> Bool {
        guard let container = open.popLast() else { return false }
        entries[container].next = UInt32(entries.count)
        guard entries[container].kind == .object else { return true }
        let own = keys.suffix(Int(entries[container].count))
        defer { keys.removeLast(own.count) }
        return own.count <= 24 ? haveOwnNames(own) : Set(own.map { name($0.entry) }).count == own.count
    }

    private func haveOwnNames(_ keys: ArraySlice<Key>) -> Bool {
        for (index, key) in zip(keys.indices, keys) {
            for other in keys[(index + 1)...] where other.fingerprint == key.fingerprint {
                if name(key.entry) == name(other.entry) { return false }
            }
        }
        return true
    }

    private func name(_ entry: Int) -> String {
        JSONOutline.string(entries[entry], in: bytes)
    }

    private func fingerprint(of entry: Int) -> UInt64 {
        let key = entries[entry]
        if key.isPlain { return Self.fingerprint(of: UnsafeRawBufferPointer(bytes)[Int(key.start)..<Int(key.end)]) }
        // Unicode can spell a name in several ways: those are compared in full.
        var name = name(entry)
        return name.withUTF8 { name in
            name.allSatisfy { $0 < 0x80 } ? Self.fingerprint(of: UnsafeRawBufferPointer(name)[...]) : 0
        }
    }

    /// Of the length, the first and the last eight bytes.
    private static func fingerprint(of name: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(rebasing: name)
        guard bytes.count >= 8 else { return bytes.reduce(1) { $0 << 8 | UInt64($1) } }
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

    private mutating func add(_ kind: JSONOutline.Kind, isPlain: Bool = false, from start: Int, to end: Int) {
        let parent = open.last ?? 0
        entries.append(
            JSONOutline.Entry(
                kind: kind,
                isPlain: isPlain,
                start: UInt32(start),
                end: UInt32(end),
                parent: UInt32(parent),
                ordinal: open.isEmpty ? 0 : entries[parent].count,
                next: UInt32(entries.count + 1),
                hint: UInt32(entries.count + 1)
            )
        )
    }

    // MARK: - Scalars

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func parseLiteral(_ literal: StaticString, _ kind: JSONOutline.Kind, isTrue: Bool = false) -> Bool
    {
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

    /// Returns whether there was one.
    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        return position > start
    }

    private mutating func parseString() -> Bool {
        position += 1
        let start = position
        var isPlain = true
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                add(.string, isPlain: isPlain, from: start, to: position)
                position += 1
                return true
            case UInt8(ascii: "\\"):
                isPlain = false
                guard skipEscape() else { return false }
            case 0x00..<0x20: return false
            case 0x80...:
                (isPlain, hasNonASCII) = (false, true)
                position += 1
            default: position += 1
            }
        }
        return false
    }

    private mutating func skipEscape() -> Bool {
        position += 1
        guard let escape = peek else { return false }
        position += 1
        guard escape == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(escape) }
        guard let unit = takeUnit(), !UTF16.isTrailSurrogate(unit) else { return false }
        guard UTF16.isLeadSurrogate(unit) else { return true }
        guard peek == UInt8(ascii: "\\") else { return false }
        position += 1
        guard peek == UInt8(ascii: "u") else { return false }
        position += 1
        return takeUnit().map(UTF16.isTrailSurrogate) ?? false
    }

    /// Four hexadecimal digits.
    private mutating func takeUnit() -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap(hexadecimalValue) else { return nil }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
