internal import CHandingerYAML
internal import HandingerGeneratorDiagnostics

/// Reads UTF-8 text event by event. Owns libyaml's parser; no other file calls libyaml.
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// libyaml holds an unretained pointer to the input, so it must outlive the parser.
    private let input: Input

    init(_ text: [UInt8]) throws(ParserFault) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) != 0 else {
            parser.deallocate()
            throw ParserFault(stage: .memory, problem: "", context: "", location: .start, offset: 0)
        }
        let input = Input(text)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input(
            parser,
            { data, buffer, size, sizeRead in
                guard let data, let buffer, let sizeRead else { return 0 }
                sizeRead.pointee = Unmanaged<Input>.fromOpaque(data).takeUnretainedValue().read(into: buffer, size)
                return 1
            },
            Unmanaged.passUnretained(input).toOpaque()
        )
        self.parser = parser
        self.input = input
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Reads the next event. Must not be called again after `streamEnd` or an error.
    mutating func next() throws(ParserFault) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else { throw fault() }
        defer { yaml_event_delete(&event) }
        var properties: Event.Properties?
        let kind: Event.Kind
        switch event.type {
        case YAML_STREAM_START_EVENT: kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_ALIAS_EVENT:
            kind = .alias(event.data.alias.anchor.map { String(cString: $0) } ?? "")
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
            kind = .scalar(text, Event.Style(data.style))
            properties = Event.Properties(copying: data.anchor, data.tag)
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            properties = Event.Properties(copying: event.data.sequence_start.anchor, event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            properties = Event.Properties(copying: event.data.mapping_start.anchor, event.data.mapping_start.tag)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .collectionEnd
        default: kind = .streamEnd
        }
        return Event(kind: kind, location: SourceLocation(event.start_mark), properties: properties)
    }

    private func fault() -> ParserFault {
        let state = parser.pointee
        let stage: ParserFault.Stage =
            switch state.error {
            case YAML_READER_ERROR: .reader
            case YAML_SCANNER_ERROR: .scanner
            case YAML_PARSER_ERROR: .parser
            default: .memory
            }
        let context = state.context.map { String(cString: $0) }
        return ParserFault(
            stage: stage,
            problem: state.problem.map { String(cString: $0) } ?? "",
            context: context ?? "",
            location: SourceLocation(state.problem_mark),
            contextLocation: context == nil ? nil : SourceLocation(state.context_mark),
            offset: state.problem_offset
        )
    }
}

extension EventParser {
    /// Copies the text to libyaml in pieces, so that no pointer to it outlives a call.
    private final class Input {
        private let text: [UInt8]
        private var position = 0

        init(_ text: [UInt8]) {
            self.text = text
        }

        func read(into buffer: UnsafeMutablePointer<UInt8>, _ size: Int) -> Int {
            text.withUnsafeBufferPointer { text in
                let count = min(size, text.count - position)
                guard count > 0, let base = text.baseAddress else { return 0 }
                buffer.update(from: base + position, count: count)
                position += count
                return count
            }
        }
    }
}

extension SourceLocation {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}

extension Event.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_PLAIN_SCALAR_STYLE: self = .plain
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        default: self = .block
        }
    }
}

extension Event.Properties {
    /// Returns nil for a node without an anchor and a tag.
    fileprivate init?(copying anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?) {
        guard anchor != nil || tag != nil else { return nil }
        self.init(anchor: anchor.map { String(cString: $0) }, tag: tag.map { String(cString: $0) })
    }
}
