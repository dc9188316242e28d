import APIRuntime
import Testing

@testable import HandingerCLI

/// GJSON paths: the examples of the specification and edge cases.
@Suite struct TransformTests {
    private static let people = """
        {
          "name": {"first": "Ada", "last": "Byron"},
          "age": 36.50,
          "pets": ["Sam", "Alma", "Jo"],
          "fav.book": "Notes",
          "f*v": "star", "a|b": "pipe", "#": "hash", "é": 1, "null": null,
          "nested": [[1, 2], [3, [4, [5]]], 6],
          "friends": [
            {"first": "Dora", "last": "Muir", "age": 44, "nets": ["ig", "fb", "tw"]},
            {"first": "Rene", "last": "Cole", "age": 68, "nets": ["fb", "tw"]},
            {"first": "Jean", "last": "Muir", "age": 47, "nets": ["ig", "tw"]}
          ]
        }
        """

    private static func result(_ path: String, _ json: String = people) throws -> String? {
        let tree = try JSONTree(parsing: Array(json.utf8))
        return try GJSONPath(path).value(in: tree).map { JSONWriter(isIndented: false).text(of: $0) }
    }

    @Test(
        arguments: [
            ("name.last", #""Byron""#), ("age", "36.50"), ("pets", #"["Sam","Alma","Jo"]"#), ("pets.0", #""Sam""#),
            ("pets.1", #""Alma""#), ("pets.01", #""Alma""#), ("friends.1.first", #""Rene""#),
            ("friends.1.nets", #"["fb","tw"]"#), ("null", "null"), ("é", "1"),
        ]
    )
    func namesAndIndices(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test(
        arguments: [
            ("pet*.2", #""Jo""#), ("p?ts.0", #""Sam""#), ("*.last", #""Byron""#), ("n*.first", #""Ada""#),
            (#"fav\.book"#, #""Notes""#), (#"f\*v"#, #""star""#), (#"a\|b"#, #""pipe""#), (#"fav\.b*"#, #""Notes""#),
            (#"?"#, #""hash""#), ("#", #""hash""#), ("f*s.#", "3"),
        ]
    )
    func wildcardsAndEscapes(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test(
        arguments: [
            ("friends.#", "3"), ("friends.#.age", "[44,68,47]"), ("friends.#.nets.#", "[3,2,2]"),
            ("friends.#.nets.0", #"["ig","fb","ig"]"#), ("friends.#.absent", "[]"), ("nested.#.0", "[1,3]"),
            ("friends.#.{first,age}|0", #"{"first":"Dora","age":44}"#),
        ]
    )
    func eachElement(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test(
        arguments: [
            (#"friends.#(last=="Muir").first"#, #""Dora""#), (#"friends.#(last=="Muir")#.first"#, #"["Dora","Jean"]"#),
            (#"friends.#(age>45)#.last"#, #"["Cole","Muir"]"#), (#"friends.#(first%"D*").last"#, #""Muir""#),
            (#"friends.#(first!%"D*").last"#, #""Cole""#), (#"pets.#(!%"*a*")"#, #""Jo""#),
            (#"pets.#(%"*a*")#"#, #"["Sam","Alma"]"#), (#"friends.#(nets.#(=="fb"))#.first"#, #"["Dora","Rene"]"#),
            (#"friends.#[last="Cole"].age"#, "68"), (#"friends.#(last = "Cole").age"#, "68"),
            (#"friends.#(age<=44)#.age"#, "[44]"), (#"friends.#(age>=47)#.age"#, "[68,47]"),
            (#"friends.#(age!=47)#.age"#, "[44,68]"), (#"friends.#(last<"D")#.last"#, #"["Cole"]"#),
            (#"friends.#(age>99)#"#, "[]"), (#"friends.#(nets)#.age"#, "[44,68,47]"),
            (#"friends.#(nets.#(="ig")).{first}"#, #"{"first":"Dora"}"#),
            (#"nested.#(>5)"#, "6"),
        ]
    )
    func queries(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test(
        arguments: [
            ("==~true", "[1,2,6,7,8]"), ("==~false", "[3,4,5,9,10,11]"), ("!=~true", "[3,4,5,9,10,11]"),
            ("==~null", "[10,11]"), ("==~*", "[1,2,3,4,5,6,7,8,9,10]"), ("==~other", "[]"),
            // Strings compare as strings; compared with a number, a word counts as 0.
            ("==true", "[1,2,5,8]"), (">false", "[1,2,7,8]"), ("<=true", "[3,4,5,6,8,9]"),
        ]
    )
    func truth(comparison: String, expected: String) throws {
        let json = """
            {"vals":[{"a":1,"b":true},{"a":2,"b":true},{"a":3,"b":false},{"a":4,"b":"0"},{"a":5,"b":0},{"a":6,"b":"1"},\
            {"a":7,"b":1},{"a":8,"b":"true"},{"a":9,"b":false},{"a":10,"b":null},{"a":11}]}
            """
        let path = "vals.#(b\(comparison))#.a"
        #expect(try Self.result(path, json) == expected)
    }

    @Test(
        arguments: [
            ("friends.0.first", #""Dora""#), ("friends|0.first", #""Dora""#), ("friends.0|first", #""Dora""#),
            ("friends|0|first", #""Dora""#), ("friends|#", "3"), (#"friends.#(last="Muir")#.#"#, "[]"),
            (#"friends.#(last="Muir")#|#"#, "2"), (#"friends.#(last="Muir")#.0"#, "[]"),
            (#"friends.#(last="Muir")#|0.first"#, #""Dora""#), (#"friends.#(last="Muir")#.nets|1"#, #"["ig","tw"]"#),
            (#"friends.#(last="Muir")#.first|@reverse"#, #"["Jean","Dora"]"#),
        ]
    )
    func dotsAndPipes(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test(
        arguments: [
            ("pets.@reverse", #"["Jo","Alma","Sam"]"#), ("pets.@reverse.0", #""Jo""#), ("pets|@reverse|0", #""Jo""#),
            ("name.@reverse", #"{"last":"Byron","first":"Ada"}"#), ("age.@reverse", "36.50"), ("@this.age", "36.50"),
            ("name.@keys", #"["first","last"]"#), ("name.@values", #"["Ada","Byron"]"#), ("pets.@keys.#", "3"),
            ("pets.@values.0", #""Sam""#), ("nested.@flatten", "[1,2,3,[4,[5]],6]"),
            (#"nested.@flatten:{"deep":true}"#, "[1,2,3,4,5,6]"),
            (#"nested.@flatten:{"deep":true}.#"#, "6"), ("name.@tostr", #""{\"first\":\"Ada\",\"last\":\"Byron\"}""#),
            ("name.@tostr.@fromstr.first", #""Ada""#), ("name|@ugly", #"{"first":"Ada","last":"Byron"}"#),
            ("name.@valid.last", #""Byron""#), (#"friends.0.@pretty:{"sortKeys":true}.@keys.0"#, #""age""#),
            ("friends.@dig:first", #"["Dora","Rene","Jean"]"#), ("@dig:nets.0", #"["ig","fb","ig"]"#),
            ("@dig:#(age>45).first|@this", #"["Rene"]"#),
        ]
    )
    func modifiers(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    @Test func modifiersThatJoinAndGroup() throws {
        let list = #"[{"a":1,"b":2},3,{"c":4,"a":5.0}]"#
        #expect(try Self.result("@join", list) == #"{"a":5.0,"b":2,"c":4}"#)
        #expect(try Self.result(#"@join:{"preserve":true}"#, list) == #"{"a":1,"b":2,"c":4,"a":5.0}"#)
        let columns = #"{"id":["a","b"],"none":1,"n":[1,2,3]}"#
        #expect(try Self.result("@group", columns) == #"[{"id":"a","n":1},{"id":"b","n":2},{"n":3}]"#)
        #expect(try Self.result("@type", #"{"@type":"x"}"#) == #""x""#)
        #expect(try Self.result("@fromstr", #""not json""#) == nil)
    }

    @Test(
        arguments: [
            (
                #"{name.first,age,"the_muirs":friends.#(last="Muir")#.first}"#,
                #"{"first":"Ada","age":36.50,"the_muirs":["Dora","Jean"]}"#
            ),
            ("[name.first,age]", #"["Ada",36.50]"#), ("{first:name.first}.first", #""Ada""#),
            ("{name.first, absent, pets.#}", #"{"first":"Ada","_":3}"#), (#"{fav\.book}"#, #"{"fav.book":"Notes"}"#),
            (
                #"{name.first,"company":!"Happysoft","employed":!true}"#,
                #"{"first":"Ada","company":"Happysoft","employed":true}"#
            ),
            (#"[!1.50,!null,!{"a":[1]},!"x,y"]"#, #"[1.50,null,{"a":[1]},"x,y"]"#), ("{}", "{}"), ("[]", "[]"),
            ("friends.{#.age,#.first}", "{\"age\":[44,68,47],\"first\":[\"Dora\",\"Rene\",\"Jean\"]}"),
            ("friends.#.[first,age]", #"[["Dora",44],["Rene",68],["Jean",47]]"#),
            ("[pets.@reverse,@keys.0]", #"[["Jo","Alma","Sam"],"name"]"#),
            (#"{"deep":nested.@flatten:{"deep":true}}"#, #"{"deep":[1,2,3,4,5,6]}"#),
            ("[@dig:last,age]", #"[["Byron","Muir","Cole","Muir"],36.50]"#),
            (#"!"x""#, #""x""#), ("!false", "false"),
        ]
    )
    func selectionsAndLiterals(path: String, expected: String) throws {
        #expect(try Self.result(path) == expected)
    }

    /// A text that is neither true nor false. An object has no value at an empty path, which is false.
    @Test func valuesWithoutATruth() throws {
        let values = #"[true,false,"x",{"a":1},"false"]"#
        #expect(try Self.result("#(==~true)#", values) == "[true]")
        #expect(try Self.result("#(!=~true)#", values) == #"[false,"x",{"a":1},"false"]"#)
        #expect(try Self.result("#(<~true)#", values) == #"[false,"x",{"a":1},"false"]"#)
        #expect(try Self.result("#(==~false)#", values) == #"[false,{"a":1},"false"]"#)
    }

    @Test(
        arguments: [
            "absent", "name.absent", "name.first.x", "pets.3", "pets.-1", "pets.x", "friends.first", "age.0", "",
            #"friends.#(last="Muir")#|first"#, #"friends.#(last="None")"#, #"friends.#(last="None").first"#,
            "friends.#x", "absent.@keys", "name.#", "!nonsense", "..1",
        ]
    )
    func missingValuesHaveNoResult(path: String) throws {
        #expect(try Self.result(path) == nil)
    }

    @Test func lines() throws {
        let lines = try ["{\"n\":\"a\",\"x\":1}", "{\"n\":\"b\",\"x\":2}", "[3]"].map {
            try JSONTree(parsing: Array($0.utf8))
        }
        func result(_ path: String) throws -> String? {
            try GJSONPath(path).value(inLines: lines).map { JSONWriter(isIndented: false).text(of: $0) }
        }
        #expect(try result("..#") == "3")
        #expect(try result("..1") == #"{"n":"b","x":2}"#)
        #expect(try result("..#.n") == #"["a","b"]"#)
        #expect(try result(#"..#(n="b").x"#) == "2")
        #expect(try result("..2.0") == "3")
        #expect(try result("n") == #""a""#)
    }

    @Test(arguments: [("friends.#(a=1", "(", 9), ("{a,b", "{", 0), ("a.[b", "[", 2), (#"{"a:b}"#, "{", 0)])
    func rejectsUnclosedBrackets(path: String, unclosed: Character, offset: Int) {
        #expect(throws: GJSONPath.SyntaxError(unclosed: unclosed, offset: offset)) { try GJSONPath(path) }
        #expect(throws: Never.self) { try GJSONPath(#"a(b.c\"d]"#) }
    }

    @Test func comparesTextsByBytes() throws {
        // One is precomposed, the other is decomposed: different names and different values.
        let json = "{\"e\u{301}\":1,\"\u{E9}\":2,\"l\":[\"e\u{301}\",\"\u{E9}\"]}"
        #expect(try Self.result("\u{E9}", json) == "2")
        #expect(try Self.result("l.#(=\"\u{E9}\")#.#", json) == "[]")
        #expect(try Self.result("l.#(=\"\u{E9}\")#|#", json) == "1")
    }
}
