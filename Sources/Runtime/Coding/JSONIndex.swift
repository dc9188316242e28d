#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A JSON text (RFC 8259) that was read once: where each of its values stands. The values themselves are made when they
/// are asked for.
///
/// `JSONDecoder` puts the members of every object into a dictionary before it gives the first; most of the time of
/// decoding goes there.
final class JSONIndex {
    enum Kind: UInt8 {
        case null, bool, number, string, array, object
    }

    struct Entry {
        var kind: Kind
        /// Of a string that it is ASCII without escapes, of a number that it is an integer, of a Boolean its value.
        var isPlain: Bool
        /// Of a key that a later member has the same name, which counts instead.
        var isReplaced = false
        /// The bytes: of a string those between the quotes.
        var start: UInt32
        var end: UInt32
        /// The entry of the array or object around it; of the root its own.
        var parent: UInt32
        /// Its place among the elements or members of that.
        var ordinal: UInt32
        /// The first entry that is not inside of it.
        var next: UInt32
        /// How many elements or members it has.
        var count: UInt32 = 0
        /// Of an object, where the search for a member begins: types ask in the order of the document, and servers write
        /// in it.
        var hint: UInt32

        /// The bytes of the entry in those of the text.
        func content(in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
        }
    }

    // Without the checks for overlapping accesses, which took a sixth of the time: nothing that runs during an access of
    // one of them calls back into whoever uses the json, and whoever uses it cannot send it to another task.
    @exclusivity(unchecked) private var text = TrivialArray<UInt8>()
    @exclusivity(unchecked) private var parser = JSONIndexParser()
    @exclusivity(unchecked) private var searches: [Int: JSONMemberSearch] = [:]
    let status: Int?

    /// The entries, depth first; each member of an object is a string, its key, and a value.
    subscript(index: Int) -> Entry { parser.entries[index] }

    /// - Parameter status: The status of the response that the texts are the body of, for types that depend on it.
    private init(status: Int?) {
        self.status = status
    }

    /// Returns nil for what is no JSON in UTF-8 or is nested too deeply.
    convenience init?(_ bytes: [UInt8], status: Int? = nil) {
        self.init(status: status)
        guard bytes.withUnsafeBufferPointer(parse) else { return nil }
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count < UInt32.max else { return false }
        text.replaceAll(with: bytes)
        return parser.parse(text.buffer)
    }

    func withBytes<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(self[index].content(in: text.buffer))
    }

    /// The content of a string.
    ///
    /// - Parameter keepsSurrogates: Whether a lone surrogate is marked as ``LoneSurrogate`` has it, not only replaced.
    func string(of index: Int, keepsSurrogates: Bool = false) -> String {
        Self.string(self[index], in: text.buffer, keepsSurrogates: keepsSurrogates)
    }

    static func string(
        _ entry: Entry,
        in bytes: UnsafeBufferPointer<UInt8>,
        keepsSurrogates: Bool = false
    ) -> String {
        let content = entry.content(in: bytes)
        return entry.isPlain || !content.contains(UInt8(ascii: "\\"))
            ? String(decoding: content, as: UTF8.self)
            : JSONEscapes.text(content, keepsSurrogates: keepsSurrogates)
    }

    /// Whether a key counts and has that name.
    @inline(__always)
    private func isKey(at index: Int, equalTo other: UnsafeBufferPointer<UInt8>) -> Bool {
        let entry = self[index]
        guard entry.isPlain else { return isEscapedKey(entry, equalTo: other) }
        guard entry.end - entry.start == other.count else { return false }
        guard let start = text.buffer.baseAddress, let other = other.baseAddress else { return true }
        return memcmp(start + Int(entry.start), other, Int(entry.end - entry.start)) == 0
    }

    private func isEscapedKey(_ entry: Entry, equalTo other: UnsafeBufferPointer<UInt8>) -> Bool {
        if entry.isReplaced { return false }
        var name = Self.string(entry, in: text.buffer)
        return name.withUTF8 { $0.elementsEqual(other) }
    }

    /// The entry of the value of an object's member; nil if there is none.
    @inline(__always)
    func value(of name: String, in object: Int) -> Int? {
        // One after the other is quickest, but for large objects in another order.
        if self[object].count > 64 {
            return searches[object, default: JSONMemberSearch()].value(of: name, in: object, of: self)
        }
        var name = name
        return name.withUTF8 { member($0, of: object).value }
    }

    /// Finds a member of an object from the last one on that was found.
    ///
    /// - Returns: The entry of its value, nil if there is none, and how many other members were looked at.
    @inline(__always)
    func member(_ name: UnsafeBufferPointer<UInt8>, of object: Int) -> (value: Int?, misses: Int) {
        let (first, end, start) = (object + 1, Int(self[object].next), Int(self[object].hint))
        guard first < end else { return (nil, 0) }
        var (key, misses) = (start, 0)
        repeat {
            if isKey(at: key, equalTo: name) {
                if key != start { parser.begin(searchOf: object, at: key) }
                return (key + 1, misses)
            }
            misses += 1
            key = Int(self[key + 1].next)
            if key >= end { key = first }
        } while key != start
        return (nil, misses)
    }
}

extension JSONIndex {
    /// Reads one short text after the other in the same memory.
    struct Reader {
        private var json = JSONIndex(status: nil)

        /// The json of a text, as long as no other one is read; nil as the initializer has it.
        mutating func read(_ text: UnsafeRawBufferPointer) -> JSONIndex? {
            // Somebody may have kept a decoder, and what it is for. A large text must not keep its memory for long.
            if !isKnownUniquelyReferenced(&json) || json.text.capacity > 65_536 {
                json = JSONIndex(status: nil)
            }
            if !json.searches.isEmpty { json.searches = [:] }
            return text.withMemoryRebound(to: UInt8.self, json.parse) ? json : nil
        }
    }
}
