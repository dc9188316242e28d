import Foundation
import HandingerGeneratorChanges
import Testing

/// The report of each case. TruthTests prove the classification with the compiler.
@Suite struct ClassificationTests {
    @Test(arguments: ChangeCase.all)
    func verdict(_ change: ChangeCase) throws {
        let old = try Shelter.load(Shelter.document())
        let new = try Shelter.load(Shelter.document(change.edits))
        let report = ChangeReport(from: old.api, to: new.api)
        let first = try #require(report.changes.first, "nothing was found")
        #expect(first.level == change.level, "\(report.changes)")
        let symbols = report.changes(of: change.level).map(\.symbol)
        #expect(symbols.contains(change.symbol), "\(report.changes)")
        // Each change has a location in the document that it is about.
        for found in report.changes {
            #expect(found.old.map { SpecIndex(old.root).location(of: $0) != nil } ?? true, "\(found)")
            #expect(found.new.map { SpecIndex(new.root).location(of: $0) != nil } ?? true, "\(found)")
            #expect(found.old != nil || found.new != nil)
        }
    }

    @Test func thereAreAtLeastSixtyCases() {
        #expect(ChangeCase.all.count >= 60)
        #expect(Set(ChangeCase.all.map(\.name)).count == ChangeCase.all.count)
        for level in Change.Level.allCases {
            #expect(ChangeCase.all.count { $0.level == level } >= 5, "\(level)")
        }
    }

    /// Properties of header structures are always optional, and header field names are case-insensitive.
    @Test(arguments: [
        Edit("{ description: How many more fit.,", "{ required: true, description: How many more fit.,"),
        Edit("X-Left:", "x-left:"),
    ])
    func unobservableHeaderChangesAreNotReported(_ edit: Edit) throws {
        let report = try ChangeReport(
            from: Shelter.load(Shelter.document()).api,
            to: Shelter.load(Shelter.document([edit])).api
        )
        #expect(report.changes.isEmpty, "\(report.changes)")
    }

    @Test func equalDocumentsHaveNoChanges() throws {
        let api = try Shelter.load(Shelter.document()).api
        let report = ChangeReport(from: api, to: api)
        #expect(report.changes.isEmpty)
        #expect(report.bump == .none)
    }
}
