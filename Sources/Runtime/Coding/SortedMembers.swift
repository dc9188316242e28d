extension Dictionary where Key == String {
    /// The keys in order.
    var sortedKeys: [String] { inOrder(Array(keys)) }

    /// The members, by their keys.
    var sortedMembers: [(key: String, value: Value)] {
        sortedKeys.compactMap { key in self[key].map { (key, $0) } }
    }
}

// Sorting is much code, and so is there once, not for each type of value.
@inline(never)
private func inOrder(_ keys: [String]) -> [String] {
    keys.sorted()
}
