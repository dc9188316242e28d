#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The body of a request or a response: chunks of bytes in memory, in a file or from a stream.
///
/// ```swift
/// HTTPBody(bytes)
/// HTTPBody(file: url)
/// HTTPBody(chunks)        // any AsyncSequence of [UInt8]
/// ```
///
/// A body in memory or in a file can be read any number of times; a body from a sequence or a server only once. Dropping the iterator of a received body closes its connection.
public struct HTTPBody: AsyncSequence, Sendable {
    /// A chunk of bytes; never empty.
    public typealias Element = [UInt8]

    enum Content: Sendable {
        case bytes([UInt8])
        case file(URL)
        case segments([Segment])
        case source(CancelOnDeinit)
    }

    /// A segment of a composite body.
    enum Segment: Sendable {
        case bytes([UInt8])
        case file(URL, length: Int64)

        var length: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .file(_, let length): length
            }
        }

        /// Whether a text occurs in the segment, if it is in memory.
        func contains(_ text: String) -> Bool {
            if case .bytes(let bytes) = self { bytes.contains(text.utf8) } else { false }
        }
    }

    let content: Content

    /// The number of bytes; nil if unknown.
    public let length: Int64?

    /// Whether the end of a received body proves that it is complete, as with HTTP/2; nil if the header fields decide
    /// (RFC 9112 section 6.3).
    private(set) var isSelfDelimiting: Bool?

    /// A body in memory.
    public init(_ bytes: [UInt8] = []) {
        content = .bytes(bytes)
        length = Int64(bytes.count)
    }

    /// The content of a file, read while it is sent.
    ///
    /// - Throws: An error of Foundation if there is no such file or it cannot be read.
    public init(file url: URL) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
        content = .file(url)
        length = (attributes[.size] as? any BinaryInteger).map { Int64(truncatingIfNeeded: $0) }
    }

    /// The content of a file whose length is known.
    init(file url: URL, length: Int64) {
        content = .file(url)
        self.length = length
    }

    /// A body of chunks from a sequence; each is requested after the previous one was consumed.
    public init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int64? = nil)
    where Chunks.Element == [UInt8] {
        self.init(source: SequenceSource(chunks), length: length)
    }

    /// Chunks in memory.
    public init(chunks: [[UInt8]]) {
        content = .segments(chunks.map { .bytes($0) })
        length = Int64(chunks.reduce(0) { $0 + $1.count })
    }

    /// A body of segments; in memory if all of them are.
    init(segments: [Segment]) {
        var bytes: [UInt8] = []
        for case .bytes(let piece) in segments { bytes += piece }
        let total = segments.reduce(0) { $0 + $1.length }
        content = Int64(bytes.count) == total ? .bytes(bytes) : .segments(segments)
        length = total
    }

    init(source: any ByteSource, length: Int64?, isSelfDelimiting: Bool? = nil) {
        content = .source(CancelOnDeinit(source))
        self.length = length
        self.isSelfDelimiting = isSelfDelimiting
    }

    /// The body with mapped errors.
    func throwing(_ change: @escaping @Sendable (any Error) -> any Error) -> HTTPBody {
        guard case .source(let owner) = content else { return self }
        return HTTPBody(source: ErrorMappingSource(owner, change), length: length, isSelfDelimiting: isSelfDelimiting)
    }

    /// Checks that the files exist and have the announced length.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    func checkFiles() throws {
        let segments: [Segment] =
            switch content {
            case .file(let url): [.file(url, length: length ?? 0)]
            case .segments(let segments): segments
            case .bytes, .source: []
            }
        for case .file(let url, let length) in segments where try FileLength.of(url) != length {
            throw APIError.bodyOfAnotherLength
        }
    }

    /// Whether the body can be read again, so that a request with it can be sent again.
    public var isReplayable: Bool {
        if case .source = content { false } else { true }
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(content)
    }

    /// The bytes of the whole body.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/limitExceeded`` if there are more than `limit`.
    public func collect(upTo limit: Int = .max) async throws -> [UInt8] {
        if case .bytes(let bytes) = content, bytes.count <= limit { return bytes }
        var collected: [UInt8] = []
        for try await chunk in self {
            guard chunk.count <= limit - collected.count else {
                throw APIError(.limitExceeded, "The response's body is larger than the limit of \(limit) bytes.")
            }
            collected.append(contentsOf: chunk)
        }
        return collected
    }
}

extension HTTPBody {
    /// Reads a body chunk by chunk.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private enum State {
            case bytes([UInt8])
            case openFile(FileReader, then: ArraySlice<Segment>)
            case segments(ArraySlice<Segment>)
            /// The body's owner, so that it outlives the body, and the iterator's own, which closes with it.
            case source(CancelOnDeinit, CancelOnDeinit)
            case finished
        }

        private var state: State

        init(_ content: Content) {
            switch content {
            case .bytes(let bytes): state = .bytes(bytes)
            case .file(let url): state = .segments([.file(url, length: 0)])
            case .segments(let segments): state = .segments(segments[...])
            case .source(let owner): state = .source(owner, CancelOnDeinit(owner.source))
            }
        }

        /// The next chunk, or nil at the end.
        ///
        /// - Throws: ``APIError`` or ``TransportError`` where a response broke off, or what the source of the chunks throws.
        public mutating func next() async throws -> [UInt8]? {
            try await next(isolation: nil)
        }

        /// The next chunk, or nil at the end.
        ///
        /// - Throws: ``APIError`` or ``TransportError`` where a response broke off, or what the source of the chunks throws.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            switch state {
            case .bytes(let bytes):
                state = .finished
                return bytes.isEmpty ? nil : bytes
            case .segments, .openFile:
                return try nextPiece()
            case .source(let owner, _):
                if let chunk = try await owner.source.next(isolation: actor) { return chunk }
                state = .finished
                return nil
            case .finished:
                return nil
            }
        }

        /// A chunk that is available without waiting; nil if there is none or at the end.
        mutating func takeReady() -> [UInt8]? {
            switch state {
            case .source(let owner, _):
                return owner.source.takeReady()
            case .segments(var rest):
                guard case .bytes(let bytes)? = rest.first, !bytes.isEmpty else { return nil }
                rest.removeFirst()
                state = .segments(rest)
                return bytes
            case .bytes, .openFile, .finished:
                return nil
            }
        }

        private mutating func nextPiece() throws -> [UInt8]? {
            while true {
                switch state {
                case .openFile(let file, let rest):
                    if let bytes = try file.read() { return bytes }
                    state = .segments(rest)
                case .segments(var rest):
                    guard let segment = rest.popFirst() else {
                        state = .finished
                        return nil
                    }
                    state = .segments(rest)
                    switch segment {
                    case .bytes(let bytes):
                        if !bytes.isEmpty { return bytes }
                    case .file(let url, _):
                        state = .openFile(try FileReader(url), then: rest)
                    }
                case .bytes, .source, .finished:
                    return nil
                }
            }
        }
    }
}
