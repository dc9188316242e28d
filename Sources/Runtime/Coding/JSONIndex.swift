#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// An index of a parsed JSON text (RFC 8259): the kind and the range of each value. Values are decoded on demand.
///
/// `JSONDecoder` builds a dictionary for every object, which takes most of its time.
final class JSONIndex {
    enum Kind: UInt8 {
        case null, bool, number, string, array, object
    }

    struct Entry {
        var kind: Kind
        /// For a string, whether it is ASCII without escapes; for a number, whether it is an integer; for a Boolean,
        /// its value.
        var isPlain: Bool
        /// For a key, whether a later member has the same name and replaces this one.
        var isReplaced = false
        /// The start of the bytes; for a string, after the opening quote.
        var start: UInt32
        var end: UInt32
        /// The entry of the enclosing array or object; the root refers to itself.
        var parent: UInt32
        /// The index among the elements or members of the parent.
        var ordinal: UInt32
        /// The next entry that is not inside this one.
        var next: UInt32
        /// The number of elements or members.
        var count: UInt32 = 0
        /// For an object, the entry at which the search for a member starts: types usually ask in the order in which
        /// servers write.
        var hint: UInt32

        /// The bytes of the entry within the text.
        func content(in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
        }
    }

    // Exclusivity checks took a sixth of the time. No call during an access returns to the user of the index, who
    // cannot send it to another task.
    @exclusivity(unchecked) private var text = TrivialArray<UInt8>()
    @exclusivity(unchecked) private var parser = JSONIndexParser()
    @exclusivity(unchecked) private var searches: [Int: JSONMemberSearch] = [:]
    let status: Int?

    /// The entries in depth-first order. A member is two entries: its key and its value.
    subscript(index: Int) -> Entry { parser.entries[index] }

    /// The number of entries.
    var count: Int { parser.entries.count }

    /// - Parameter status: The status of the response with this body, for types that depend on it.
    private init(status: Int?) {
        self.status = status
    }

    /// Indexes a text in UTF-8 or, as old servers send it, in another Unicode encoding.
    ///
    /// - Parameter isSequence: Whether the text is a sequence of values instead of one. Their entries follow each other.
    convenience init(
        detectingEncodingOf bytes: [UInt8],
        status: Int? = nil,
        isSequence: Bool = false
    ) throws(JSONReadingError) {
        self.init(status: status)
        if parse(bytes, isSequence: isSequence) { return }
        if let bytes = TextEncoding.utf8(of: bytes), parse(bytes, isSequence: isSequence) { return }
        throw JSONIndexParser.error(in: bytes, isSequence: isSequence)
    }

    private func parse(_ bytes: [UInt8], isSequence: Bool) -> Bool {
        bytes.withUnsafeBufferPointer { parse($0, isSequence: isSequence) }
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, isSequence: Bool) -> Bool {
        guard bytes.count < UInt32.max else { return false }
        text.replaceAll(with: bytes)
        return parser.parse(text.buffer, isSequence: isSequence)
    }

    func withBytes<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(self[index].content(in: text.buffer))
    }

    /// The decoded text of a string.
    ///
    /// - Parameter keepsSurrogates: Whether a lone surrogate is marked as in ``LoneSurrogate`` instead of replaced.
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

    /// Whether a key has a name and was not replaced.
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

    /// The entry of a member's value; nil if there is none.
    @inline(__always)
    func value(of name: String, in object: Int) -> Int? {
        // Linear search is fastest, except in large objects that are read in another order.
        if self[object].count > 64 {
            return searches[object, default: JSONMemberSearch()].value(of: name, in: object, of: self)
        }
        var name = name
        return name.withUTF8 { member($0, of: object).value }
    }

    /// Searches a member, starting at the last one found.
    ///
    /// - Returns: The entry of the value, nil if there is none, and the number of other members visited.
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
    /// Indexes one short text after another in the same memory.
    struct Reader {
        private var json = JSONIndex(status: nil)

        /// Indexes a text. The index is valid until the next call; nil if the text is not JSON.
        mutating func read(_ text: UnsafeRawBufferPointer) -> JSONIndex? {
            // A caller may still use the index, and a large text must not keep its memory.
            if !isKnownUniquelyReferenced(&json) || json.text.capacity > 65_536 {
                json = JSONIndex(status: nil)
            }
            if !json.searches.isEmpty { json.searches = [:] }
            let isJSON = text.withMemoryRebound(to: UInt8.self) { json.parse($0, isSequence: false) }
            return isJSON ? json : nil
        }
    }
}
