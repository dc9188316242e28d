/// The limits of the YAML reader. A document that exceeds one is rejected with an error at the location.
package struct Limits: Sendable {
    /// Levels of nesting, including those inside aliases. libyaml has no limit and scans nested flow collections in
    /// quadratic time.
    package var depth = 256
    package var documentBytes = 64 << 20
    package var nodes = 3_000_000
    /// The number of nodes that all aliases together may add to the written ones.
    package var aliasExpansion = 200_000
    /// The number of errors after which the rest of the document is not read.
    package var errors = 1_000

    package init() {}
}
