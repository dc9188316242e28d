/// The bytes of a document and its name in diagnostics.
package struct SourceFile: Sendable {
    /// The path as the user gave it.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A line and a column of a source file, both counted from 1.
///
/// A column counts Unicode scalars, as compilers and editors do. A byte order mark has no column.
package struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    // 32 bits: every node of a document stores one or two locations.
    private var storedLine: UInt32
    private var storedColumn: UInt32

    package var line: Int {
        get { Int(storedLine) }
        set { storedLine = UInt32(clamping: newValue) }
    }

    package var column: Int {
        get { Int(storedColumn) }
        set { storedColumn = UInt32(clamping: newValue) }
    }

    package init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// The first character of a file.
    package static let start = SourceLocation(line: 1, column: 1)

    /// The notation `line:column`.
    package var description: String { "\(line):\(column)" }

    package static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}
