import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

/// Documents of tens of thousands of events.
@Suite struct LargeDocumentTests {
    private let entries = (0..<20_000).map { "key\($0): &anchor\($0) value \($0)\n" }.joined()

    @Test func allOfItIsReadInOrder() throws {
        let mapping = try #require(Outcome(entries).node?.mapping)
        #expect(mapping.count == 20_000)
        for (index, entry) in mapping.enumerated() {
            let isRight =
                entry.key == "key\(index)" && entry.value.string == "value \(index)"
                && entry.keyLocation == SourceLocation(line: index + 1, column: 1)
            guard isRight else {
                Issue.record("\(entry) is number \(index)")
                return
            }
        }
    }

    @Test func aFaultIsSaidAfterTheProblemsBeforeIt() {
        let errors = Outcome(entries + "key0: twice\nlast: [1\n").errors
        #expect(errors.count == 2)
        #expect(errors.first?.hasPrefix("20001:1: the key 'key0' stands twice in this mapping, first at 1:1") == true)
        #expect(errors.last?.contains("the list that begins at 20002:7 is not closed") == true)
    }

    @Test func nobodyWaitsForWhatIsRefused() {
        let expected = ["2:1: a second document begins here; give each document a file of its own"]
        for _ in 0..<20 { #expect(Outcome("a: 1\n---\n" + entries).errors == expected) }
    }
}
