/// What a document may ask of the reader. A document past a limit is refused with an error at the place.
package struct Limits: Sendable {
    /// Levels of nesting, with those that aliases bring in. libyaml has no limit of its own and scans nested
    /// flow collections in quadratic time.
    package var depth = 256
    package var documentBytes = 64 << 20
    package var nodes = 3_000_000
    /// Nodes that aliases add to those written out, all aliases together.
    package var aliasExpansion = 200_000
    /// Errors after which the rest of the document is not read.
    package var errors = 1_000

    package init() {}
}
