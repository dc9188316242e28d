internal import HandingerGeneratorDiagnostics

/// One step through a document, as libyaml reports it. What it says in words stands in its batch.
struct Event: Sendable {
    enum Kind: Sendable {
        case streamStart, streamEnd
        case documentStart, documentEnd
        case alias
        case scalar(Style)
        case sequenceStart, mappingStart
        case collectionEnd
    }

    enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, block
    }

    /// What may stand before a node: `&anchor !tag`.
    struct Properties: Sendable {
        var anchor: String?
        var tag: String?
    }

    var kind: Kind
    var location: SourceLocation
    /// Where the text of a scalar, or the name of an alias, stands in the batch.
    var text: Range<Int>
    /// Where its properties stand in the batch; nil for an event without any, as nearly all are.
    var properties: Int?
}

/// Consecutive events, with everything copied out of libyaml's memory.
///
/// The texts stand in one buffer: another thread may read a batch, and what takes memory for each of them is better
/// left to the thread that keeps it.
struct EventBatch: Sendable {
    private(set) var events: [Event] = []
    private var text: [UInt8] = []
    private var properties: [Event.Properties] = []
    /// Why there is no event after these.
    var fault: ParserFault?

    /// Whether to go on in another batch. They are short, so that a document that is refused is not read far beyond.
    var isFull: Bool { events.count >= 1_024 || text.count >= 1 << 16 }

    /// Whether no batch comes after this one.
    var isLast: Bool {
        if fault != nil { return true }
        if case .streamEnd = events.last?.kind { return true }
        return false
    }

    init() {
        events.reserveCapacity(1_024)
    }

    /// Keeps the room for the next events.
    mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        properties.removeAll(keepingCapacity: true)
        fault = nil
    }

    mutating func append(
        _ kind: Event.Kind,
        at location: SourceLocation,
        text: UnsafeBufferPointer<UInt8>? = nil,
        properties: Event.Properties? = nil
    ) {
        let start = self.text.count
        if let text { self.text.append(contentsOf: text) }
        var position: Int?
        if let properties, properties.anchor != nil || properties.tag != nil {
            position = self.properties.count
            self.properties.append(properties)
        }
        events.append(Event(kind: kind, location: location, text: start..<self.text.count, properties: position))
    }

    func text(of event: Event) -> String {
        text.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[event.text]), as: UTF8.self) }
    }

    func properties(of event: Event) -> Event.Properties? {
        event.properties.map { properties[$0] }
    }
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
