import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import Synchronization

// The parts of a large document on all cores.
//
// What a thread makes of its part is kept only if it is what one thread would have made, having been through all before:
// each part takes names that no other takes, stays within the limits together with the others, and reaches nothing that
// is named when it is first met. Else the whole is done again, one after the other.
extension Resolver {
    /// What is made of a part of a document, and what it changed.
    private struct Part<Output: Sendable>: Sendable {
        var outputs: [Output]
        var slots: [Scope.Slot]
        var examples: [Example]
        var diagnostics: DiagnosticList
        var failureTypes: [ObjectIdentifier: FailureType]
        var reportedSchemes: Set<String>
        var costs: Costs
    }

    /// What there are limits to.
    private struct Costs {
        var collected = 0
        var distributed = 0
        var suggestions = 0

        static func + (one: Costs, other: Costs) -> Costs {
            Costs(
                collected: one.collected + other.collected,
                distributed: one.distributed + other.distributed,
                suggestions: one.suggestions + other.suggestions
            )
        }
    }

    /// What `resolve` makes of the items, in their order.
    ///
    /// - Parameter line: Where an item stands; long ones are taken to need more time.
    mutating func divided<Item: Sendable, Output: Sendable>(
        _ items: [Item],
        at line: (Item) -> Int,
        _ resolve: @escaping @Sendable (inout Resolver, Item) -> Output
    ) -> [Output] {
        if usesAllCores, items.count >= Self.smallestDivision, !describesRequests,
            let parts = parts(of: items, Self.ranges(of: items, at: line), resolve), take(parts)
        {
            return parts.flatMap(\.outputs)
        }
        return items.map { resolve(&self, $0) }
    }

    /// Fewer are resolved before another thread has begun.
    private static let smallestDivision = 32

    /// Consecutive items, ever fewer lines: so the threads are done at about the same time, whatever takes how long.
    private static func ranges<Item>(of items: [Item], at line: (Item) -> Int) -> [Range<Int>] {
        guard let first = items.first, let last = items.last else { return [] }
        let (start, length) = (line(first), line(last) - line(first))
        let count = 2 * Parallel.threadCount
        let whole = count * (count + 1) / 2
        let ends = (1..<count).map { part in
            let share = (1...part).reduce(0) { $0 + count + 1 - $1 }
            // Where all stand in one line, or in no order, their number decides.
            let end = start + length * share / whole
            let found = length < items.count ? nil : items.firstIndex { line($0) >= end }
            return found ?? items.count * share / whole
        }
        let bounds = [0] + ends.sorted() + [items.count]
        return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    }

    /// nil where a thread met something that must be met in order.
    private func parts<Item: Sendable, Output: Sendable>(
        of items: [Item],
        _ ranges: [Range<Int>],
        _ resolve: @escaping @Sendable (inout Resolver, Item) -> Output
    ) -> [Part<Output>]? {
        let doubt = Doubt()
        let suggestions = self.suggestions.divided(by: ranges.count)
        // Nothing changes it while the threads run: each makes a copy, with a scope of its own.
        nonisolated(unsafe) let start = self
        let parts = Parallel.map(ranges) { range -> Part<Output>? in
            var resolver = start
            resolver.top = Scope(after: start.top)
            resolver.diagnostics = DiagnosticList()
            resolver.examples = []
            resolver.isPart = true
            resolver.suggestions = suggestions
            var outputs: [Output] = []
            for item in items[range] {
                outputs.append(resolve(&resolver, item))
                if !resolver.isIndependent(of: start) { doubt.raise() }
                if doubt.isRaised { return nil }
            }
            return Part(
                outputs: outputs,
                slots: resolver.top.slots,
                examples: resolver.examples,
                diagnostics: resolver.diagnostics,
                failureTypes: resolver.failureTypes,
                reportedSchemes: resolver.reportedSchemes,
                costs: resolver.costs(since: start, suggestions)
            )
        }
        return doubt.isRaised ? nil : parts.compactMap(\.self)
    }

    /// Whether a part can be done without what comes before it.
    private final class Doubt: Sendable {
        private let flag = Atomic(false)

        var isRaised: Bool { flag.load(ordering: .relaxed) }
        func raise() { flag.store(true, ordering: .relaxed) }
    }

    /// What one part collects at most. Past it the limit for all of them is not far, and to go on until it is reached
    /// would be to do most of the work twice.
    private static let largestCollection = collectionLimit / 8

    private func isIndependent(of start: Resolver) -> Bool {
        !hasMetRemote && circularAliases.count == start.circularAliases.count
            && componentStates.count == start.componentStates.count
            && isCollectionLimitReported == start.isCollectionLimitReported
            && collectedCount - start.collectedCount <= Self.largestCollection
            // A share of the budget is enough, or the whole is spent in order: so both together cost twice as much at most.
            && suggestions.isSpent == start.suggestions.isSpent
    }

    private func costs(since start: Resolver, _ budget: SuggestionBudget) -> Costs {
        Costs(
            collected: collectedCount - start.collectedCount,
            distributed: distributedCount - start.distributedCount,
            suggestions: budget.rest - suggestions.rest
        )
    }

    /// Returns false, with nothing taken, where one part would have changed another.
    private mutating func take<Output>(_ parts: [Part<Output>]) -> Bool {
        let costs = parts.map(\.costs).reduce(Costs(), +)
        guard collectedCount + costs.collected <= Self.collectionLimit,
            distributedCount + costs.distributed <= Self.distributionLimit,
            costs.suggestions <= suggestions.rest
        else { return false }
        var names: Set<String> = []
        var failures = failureTypes
        for part in parts {
            for slot in part.slots where !names.insert(slot.name).inserted { return false }
            for (id, failure) in part.failureTypes {
                if let other = failures.updateValue(failure, forKey: id), other.type != failure.type { return false }
            }
        }
        failureTypes = failures
        collectedCount += costs.collected
        distributedCount += costs.distributed
        suggestions.spend(costs.suggestions)
        for part in parts {
            top.take(part.slots)
            examples += part.examples
            diagnostics.formUnion(part.diagnostics)
            reportedSchemes.formUnion(part.reportedSchemes)
        }
        return true
    }
}
