import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import Testing

/// Names of enumeration values (JSON Schema Validation 2020-12, section 6.1.2).
@Suite struct ValueNameTests {
    @Test(arguments: [
        ("C++", "cPlusPlus"), ("C#", "cSharp"), ("C", "c"), ("F#", "fSharp"), ("-name", "minusName"), ("name", "name"),
        ("-created_at", "minusCreatedAt"), ("-1", "minus1"), ("+1", "plus1"), ("sea-lion", "seaLion"),
        ("<", "lessThan"), ("<=", "lessThanOrEqual"), (">", "greaterThan"), (">=", "greaterThanOrEqual"),
        ("=", "equals"), ("==", "isEqual"), ("!=", "notEqual"), ("*", "asterisk"), ("-", "minus"), ("_", "underscore"),
        (" ", "space"), (">5", "greaterThan5"), ("50%", "_50Percent"), ("R&D", "rAndD"), ("#1", "_1"),
        ("$eq", "eq"), ("application/json", "applicationJSON"), ("SCREAMING_CASE", "screamingCase"), ("", "empty"),
        ("<none>", "noneValue"), ("🦊", "u1f98a"),
    ])
    func symbolsAreSpelled(_ value: String, _ expected: String) {
        #expect(SwiftName.value(value) == expected)
    }

    @Test(arguments: [
        (["C++", "C#", "C"], ["cPlusPlus", "cSharp", "c"]),
        (["name", "-name"], ["name", "minusName"]),
        (["<", "<=", "=", "=="], ["lessThan", "lessThanOrEqual", "equals", "isEqual"]),
        (["asc", "ASC", "Asc"], ["asc", "ascUppercase", "ascCapitalized"]),
        (["ASC", "Asc"], ["ascUppercase", "ascCapitalized"]),
        (["sea lion", "sea-lion", "seaLion"], ["seaSpaceLion", "seaMinusLion", "seaLion"]),
        (["a.b", "a/b"], ["aDotB", "aSlashB"]), (["@type", "type"], ["atType", "type"]),
        (["rawValue", "raw_value"], ["rawValue2", "rawUnderscoreValue"]),
    ])
    func aClashIsSettledByTheValue(_ values: [String], _ expected: [String]) throws {
        // In every order, each value has the same name.
        let wanted = Dictionary(uniqueKeysWithValues: zip(values, expected))
        for order in [values, values.reversed(), values.sorted()] {
            let list = order.map { "'\($0)'" }.joined(separator: ", ")
            let decision = try Decision("A: { type: string, enum: [\(list)] }")
            guard case .enumeration(let enumeration) = decision.api.types[0].kind else {
                Issue.record("no enumeration")
                return
            }
            let names = Dictionary(uniqueKeysWithValues: enumeration.members.map { ($0.text, $0.name) })
            #expect(names == wanted)
        }
    }

    @Test func aTextAndANumberAlike() throws {
        let decision = try Decision("A: { enum: ['1', 1, 'true', true] }")
        #expect(try decision.type("A") == "enum _1String=1, _1=1, trueString=true, true=true")
    }

    @Test func lintTellsOfAClash() throws {
        let decision = try Decision("A: { description: D., type: string, enum: [asc, ASC] }", isLinting: true)
        let messages = decision.diagnostics.sorted.map(\.message)
        #expect(messages.contains("'ASC' is called 'ascUppercase', because several values are 'asc'"), "\(messages)")
        let other = try Decision("A: { description: D., type: string, enum: [C, 'C#'] }", isLinting: true)
        #expect(other.diagnostics.isEmpty)
    }
}
