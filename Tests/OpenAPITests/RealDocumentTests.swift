import Foundation
import HandingerGeneratorOpenAPI
import Testing

/// Real documents, where the data is there.
@Suite(.enabled(if: testData != nil))
struct RealDocumentTests {
    @Test func allAreReadWithoutErrors() throws {
        let folder = try #require(testData).appending(path: "specs", directoryHint: .isDirectory)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        for name in names where !name.hasSuffix(".md") {
            let reading = Reading(Array(try Data(contentsOf: folder.appending(path: name))))
            #expect(reading.document != nil, "\(name)")
            #expect(reading.remarks.filter { $0.contains(": error: ") } == [], "\(name)")
        }
    }
}
