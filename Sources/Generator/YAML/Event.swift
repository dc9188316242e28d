internal import HandingerGeneratorDiagnostics

/// One step through a document, as libyaml reports it, with everything copied out of libyaml's memory.
struct Event {
    enum Kind {
        case streamStart, streamEnd
        case documentStart, documentEnd
        case alias(String)
        case scalar(String, Style)
        case sequenceStart, mappingStart
        case collectionEnd
    }

    enum Style {
        case plain, singleQuoted, doubleQuoted, block
    }

    /// The properties in front of a node: `&anchor !tag`.
    struct Properties {
        var anchor: String?
        var tag: String?
    }

    var kind: Kind
    var location: SourceLocation
    /// Set only for a node that has an anchor or a tag.
    var properties: Properties?
}

/// An error of libyaml, in its own terms.
struct ParserFault: Error {
    enum Stage {
        case memory, reader, scanner, parser
    }

    var stage: Stage
    /// libyaml's message, such as `did not find expected key`.
    var problem: String
    /// libyaml's description of its state, such as `while parsing a block mapping`; may be empty.
    var context: String
    var location: SourceLocation
    /// The start of the construct that libyaml was reading.
    var contextLocation: SourceLocation?
    /// The byte offset, for errors of the reader, which have no location.
    var offset: Int
}
