internal import CHandingerYAML
internal import HandingerGeneratorDiagnostics

/// Reads UTF-8 text event by event: the one owner of libyaml's parser, and the only file that knows libyaml.
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// libyaml holds a bare pointer to it; the parser is deleted before this is let go.
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

    /// The next events in place of those that are there. After a batch that is the last there must be no other call.
    mutating func read(into batch: inout EventBatch) {
        batch.removeAll()
        while !batch.isFull {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) != 0 else {
                batch.fault = fault()
                break
            }
            defer { yaml_event_delete(&event) }
            append(event, to: &batch)
            // libyaml reports no event only when it is asked again after the end.
            if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { break }
        }
    }

    private func append(_ event: yaml_event_t, to batch: inout EventBatch) {
        let place = SourceLocation(event.start_mark)
        switch event.type {
        case YAML_STREAM_START_EVENT:
            batch.append(.streamStart, at: place)
        case YAML_DOCUMENT_START_EVENT:
            batch.append(.documentStart, at: place)
        case YAML_DOCUMENT_END_EVENT:
            batch.append(.documentEnd, at: place)
        case YAML_ALIAS_EVENT:
            var name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
            name.withUTF8 { batch.append(.alias, at: place, text: $0) }
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let style: Event.Style =
                switch data.style {
                case YAML_PLAIN_SCALAR_STYLE: .plain
                case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
                case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
                default: .block
                }
            batch.append(
                .scalar(style),
                at: place,
                text: UnsafeBufferPointer(start: data.value, count: data.length),
                properties: Event.Properties(copying: data.anchor, data.tag)
            )
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            batch.append(.sequenceStart, at: place, properties: Event.Properties(copying: data.anchor, data.tag))
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            batch.append(.mappingStart, at: place, properties: Event.Properties(copying: data.anchor, data.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            batch.append(.collectionEnd, at: place)
        default:
            batch.append(.streamEnd, at: place)
        }
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
    /// Hands the text to libyaml piece by piece, so that no pointer to it outlives a call.
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

extension Event.Properties {
    /// nil where there is neither, as before nearly all nodes.
    fileprivate init?(copying anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?) {
        guard anchor != nil || tag != nil else { return nil }
        self.init(anchor: anchor.map { String(cString: $0) }, tag: tag.map { String(cString: $0) })
    }
}
