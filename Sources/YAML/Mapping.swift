package import Diagnostics

/// The members of a mapping in document order. Keys are compared byte by byte, as YAML does:
/// two that differ in Unicode normalisation are two.
package struct Mapping: Sendable, RandomAccessCollection {
    package struct Entry: Sendable {
        /// The text of the key: `200` and `"200"` are both `200`.
        package var key: String
        package var keyLocation: SourceLocation
        package var value: Node

        package init(key: String, keyLocation: SourceLocation, value: Node) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }
    package subscript(position: Int) -> Entry { entries[position] }

    package func entry(_ key: String) -> Entry? {
        entries.first { $0.key.utf8.elementsEqual(key.utf8) }
    }

    package subscript(key: String) -> Node? { entry(key)?.value }
}
