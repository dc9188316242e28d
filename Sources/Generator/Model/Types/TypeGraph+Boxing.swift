/// Recursive types, which Swift requires to be boxed.
extension TypeGraph {
    /// Makes unions in a circle indirect and boxes properties in circles of structures. All properties of a circle are
    /// boxed, so that the result does not depend on the start.
    mutating func markRecursion() {
        var inlineTypes = self.inlineTypes
        var components = StronglyConnectedComponents(inlineTypes)
        guard !components.recursive.isEmpty else { return }
        for type in components.recursive.sorted() {
            guard case .union(var union) = kinds[type] else { continue }
            union.isIndirect = true
            set(.union(union), of: type)
            inlineTypes[type] = []
        }
        components = StronglyConnectedComponents(inlineTypes)
        for type in components.recursive.sorted() {
            guard case .structure(var structure) = kinds[type] else { continue }
            for edge in edges[type] where components.areInSameComponent(type, edge.target) {
                structure.properties[edge.position] = structure.properties[edge.position].with(isIndirect: true)
            }
            set(.structure(structure), of: type)
        }
    }
}

/// The strongly connected components of a graph, by Tarjan's algorithm. It is iterative, because schemas nest deeply.
struct StronglyConnectedComponents {
    /// The nodes on a circle.
    private(set) var recursive: Set<Int> = []
    private var componentOf: [Int]

    /// - Parameter graph: The successors of each node.
    init(_ graph: [[Int]]) {
        componentOf = Array(repeating: -1, count: graph.count)
        var index = Array(repeating: -1, count: graph.count)
        var low = index
        var onStack = Array(repeating: false, count: graph.count)
        var stack: [Int] = []
        var entered = 0
        var count = 0
        var work: [(node: Int, next: Int)] = []
        for root in graph.indices where index[root] < 0 {
            func enter(_ node: Int) {
                (index[node], low[node]) = (entered, entered)
                entered += 1
                stack.append(node)
                onStack[node] = true
                work.append((node, 0))
            }
            enter(root)
            while let (node, next) = work.last {
                if next < graph[node].count {
                    work[work.count - 1].next += 1
                    let successor = graph[node][next]
                    if index[successor] < 0 {
                        enter(successor)
                    } else if onStack[successor] {
                        low[node] = min(low[node], index[successor])
                    }
                    continue
                }
                work.removeLast()
                if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
                guard low[node] == index[node] else { continue }
                let isRecursive = stack.last != node || graph[node].contains(node)
                while let member = stack.popLast() {
                    onStack[member] = false
                    componentOf[member] = count
                    if isRecursive { recursive.insert(member) }
                    if member == node { break }
                }
                count += 1
            }
        }
    }

    /// The nodes in reverse topological order of their components.
    var reverseTopologicalOrder: [Int] { componentOf.indices.sorted { (componentOf[$0], $0) < (componentOf[$1], $1) } }

    func areInSameComponent(_ a: Int, _ b: Int) -> Bool {
        componentOf[a] == componentOf[b] && recursive.contains(a)
    }
}

// Limits the inline size of types.
extension TypeGraph {
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
    mutating func limitInlineSizes() {
        var sizes = Array(repeating: Size.box, count: kinds.count)
        for type in StronglyConnectedComponents(inlineTypes).reverseTopologicalOrder {
            let edges = self.edges[type]
            switch kinds[type] {
            case .structure(let structure):
                let (size, boxed) = Self.size(of: structure, edges, sizes)
                sizes[type] = size
                guard !boxed.isEmpty else { continue }
                var bounded = structure
                for position in boxed {
                    bounded.properties[position] = bounded.properties[position].with(isIndirect: true)
                }
                set(.structure(bounded), of: type)
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
                    set(.union(union), of: type)
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
