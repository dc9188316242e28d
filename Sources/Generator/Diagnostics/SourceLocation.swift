/// A place in a source file: line and column, both counted from 1.
///
/// A column counts Unicode scalars, as compilers and editors do; a byte order mark counts as none.
package struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    // Every node of a document has one or two: half the width of Int is worth it.
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

    /// `line:column`.
    package var description: String { "\(line):\(column)" }

    package static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}
