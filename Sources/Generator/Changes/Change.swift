/// One difference between two versions of an API, as it meets someone who uses the Swift client.
package struct Change: Sendable, Hashable {
    /// What the difference does to a program that uses the client.
    package enum Level: String, Sendable, CaseIterable, Comparable {
        /// A program stops compiling, or what it decodes is no longer what it was written for.
        case breaking
        /// Programs compile and work as before; there is more to use, or a warning.
        case compatible = "source-compatible"
        /// The Swift declarations are the same; what goes over the wire is not.
        case wire = "wire-only"
        /// Only what is written about it.
        case documentation

        package static func < (a: Level, b: Level) -> Bool {
            allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
        }
    }

    package var level: Level
    /// What a program writes: `client.workers.create(input:budget:)`, `Worker.status`.
    package var symbol: String
    /// What is different, after the symbol: "is gone".
    package var text: String
    /// Why it breaks, or what to look out for; empty where the text says it all.
    package var reason: String
    package var old: SpecPath?
    package var new: SpecPath?
    package var kind: Kind

    /// For the headings of a changelog.
    package enum Kind: String, Sendable {
        case added, removed, changed, deprecated
    }
}

/// Where something is said in a document, in the terms of the API's model.
package enum SpecPath: Sendable, Hashable {
    /// `#/components/schemas/Worker`
    case object(String)
    /// A property of the object schema there, also of one that `allOf` or `$ref` brings in.
    indirect case property(String, of: SpecPath)
    /// A value of the enumeration there.
    indirect case value(String, of: SpecPath)
    /// A parameter of the operation there, or of its path.
    case parameter(String, in: String, of: String)
    /// A property of the body of the operation there.
    case bodyProperty(String, of: String)
    /// A header of a successful response to the operation there.
    case responseHeader(String, of: String)
    /// A field of the object there: `requestBody`.
    case field(String, of: String)
}
