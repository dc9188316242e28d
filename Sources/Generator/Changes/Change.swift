/// A difference between two versions of an API from the view of a user of the Swift client.
package struct Change: Sendable, Hashable {
    /// The effect on a program that uses the client.
    package enum Level: String, Sendable, CaseIterable, Comparable {
        /// A program stops compiling, or decodes other values than it was written for.
        case breaking
        /// Programs compile and work as before; there are additions or new warnings.
        case compatible = "source-compatible"
        /// The Swift declarations are unchanged, but requests or responses differ.
        case wire = "wire-only"
        /// Only the documentation differs.
        case documentation

        package static func < (a: Level, b: Level) -> Bool {
            allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
        }
    }

    package var level: Level
    /// The affected symbol, such as `client.workers.create(input:budget:)` or `Worker.status`.
    package var symbol: String
    /// The predicate after the symbol: "is gone".
    package var text: String
    /// Why the change breaks programs, or what to check; empty if obvious.
    package var reason: String
    package var old: SpecPath?
    package var new: SpecPath?
    package var kind: Kind

    /// The heading in a changelog.
    package enum Kind: String, Sendable {
        case added, removed, changed, deprecated
    }
}

/// A place in a document in terms of the API model.
package enum SpecPath: Sendable, Hashable {
    /// An object, such as `#/components/schemas/Worker`.
    case object(String)
    /// A property of an object schema, including those from `allOf` and `$ref`.
    indirect case property(String, of: SpecPath)
    /// A value of an enumeration.
    indirect case value(String, of: SpecPath)
    /// A parameter of an operation or of its path.
    case parameter(String, in: String, of: String)
    /// A property of an operation's request body.
    case bodyProperty(String, of: String)
    /// A header of an operation's successful responses.
    case responseHeader(String, of: String)
    /// A field of an object, such as `requestBody`.
    case field(String, of: String)
}
