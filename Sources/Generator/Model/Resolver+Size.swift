// Limits the inline size of types.
extension Resolver {
    /// The inline storage of a type, without boxed values.
    private struct Size {
        /// The number of transitively stored properties.
        var leaves: Int
        /// The nesting depth of stored types.
        var height: Int

        static let box = Size(leaves: 1, height: 0)
        /// Copying a value takes code for each leaf, and compile time grows with the cube of the height. Larger values
        /// are boxed.
        static let limit = Size(leaves: 256, height: 8)

        static func > (a: Size, b: Size) -> Bool { a.leaves > b.leaves || a.height > b.height }
    }

    /// Boxes properties and makes unions indirect in types that would become too large. This depends only on the
    /// content of a type, so that additions to a document do not change other types.
    static func limitInlineSizes(in graph: inout TypeGraph) {
        var sizes = Array(repeating: Size.box, count: graph.kinds.count)
        for type in StronglyConnectedComponents(graph.stored).reverseTopologicalOrder {
            let edges = graph.edges[type]
            switch graph.kinds[type] {
            case .structure(let structure):
                let (size, boxed) = size(of: structure, edges, sizes)
                sizes[type] = size
                guard !boxed.isEmpty else { continue }
                var bounded = structure
                for position in boxed {
                    bounded.properties[position] = bounded.properties[position].with(isIndirect: true)
                }
                graph.set(.structure(bounded), of: type)
            case .union(var union):
                guard !union.isIndirect else { continue }
                // Members without a declared type count like a box.
                let others = union.members.count - edges.count
                let size = Size(
                    leaves: edges.reduce(1 + others) { $0 + sizes[$1.target].leaves },
                    height: 1 + (edges.map { sizes[$0.target].height }.max() ?? 0)
                )
                if size > .limit {
                    union.isIndirect = true
                    graph.set(.union(union), of: type)
                } else {
                    sizes[type] = size
                }
            case .enumeration, .alias, .wrapper: continue
            }
        }
    }

    /// - Returns: The size after boxing, and the indices of the properties to box.
    private static func size(
        of structure: Structure,
        _ edges: [TypeGraph.Edge],
        _ sizes: [Size]
    ) -> (Size, boxed: [Int]) {
        var size = Size(leaves: 1, height: 1)
        var boxed: [Int] = []
        var next = edges.startIndex
        for position in structure.properties.indices {
            var inner = Size.box
            if next < edges.endIndex, edges[next].position == position {
                if !structure.properties[position].isIndirect { inner = sizes[edges[next].target] }
                next += 1
            }
            let sum = Size(leaves: size.leaves + inner.leaves, height: max(size.height, inner.height + 1))
            if inner.height > 0, sum > .limit {
                boxed.append(position)
                size.leaves += 1
            } else {
                size = sum
            }
        }
        return (size, boxed)
    }
}
