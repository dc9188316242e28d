internal import Diagnostics

/// One step through a document, as libyaml reports it, with everything copied out of libyaml's memory.
struct Event {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(anchor: String)
        case scalar(Scalar, Properties)
        case sequenceStart(Properties)
        case mappingStart(Properties)
        case collectionEnd
    }

    struct Scalar {
        enum Style {
            case plain, singleQuoted, doubleQuoted, block
        }

        var text: String
        var style: Style
    }

    /// What may stand before a node: `&anchor !tag`.
    struct Properties {
        var anchor: String?
        var tag: String?
    }

    var kind: Kind
    var location: SourceLocation
}

/// Why libyaml stopped, in its own terms.
struct ParserFault: Error {
    enum Stage {
        case memory, reader, scanner, parser
    }

    var stage: Stage
    /// libyaml's text, `did not find expected key`.
    var problem: String
    /// What it was doing, `while parsing a block mapping`; empty where it does not say.
    var context: String
    var location: SourceLocation
    /// Where the thing began that it was reading.
    var contextLocation: SourceLocation?
    /// The byte, for faults of the reader, which carry no place.
    var offset: Int
}
