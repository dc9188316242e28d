#if canImport(Glibc)
import CHandingerCurl
import Glibc
import HTTPTypes

/// One request and its response in libcurl; owns an easy handle.
///
/// Lives on the loop's thread alone. libcurl calls back with a pointer to it, which is valid because its pool keeps a
/// transfer until its handle is out of the multi handle.
final class CurlTransfer {
    /// The number of received bytes that are combined into one chunk while the socket has more.
    private static let chunkSize = 512 << 10
    /// libcurl's largest piece (CURL_MAX_WRITE_SIZE); after a piece of this size, more follow.
    private static let largestPieceSize = 16 << 10

    let exchange: CurlExchange
    let handle: CurlEasyHandle
    /// libcurl's error text (CURLOPT_ERRORBUFFER).
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let received: ReceivedTransfers
    private let sockets: CurlSockets
    private let closingConnections: ClosingConnections

    private var head: ResponseHeadParser
    private var hasHead = false
    /// The head of the response until it is delivered, together with the first bytes of the body, so that the waiting task
    /// is woken once.
    private var pendingHead: HTTPResponse?
    private var decoder: ContentDecoder?
    private var decodedSize = 0
    private var isEventStream = false
    /// The number of encoded body bytes still to come; nil if not announced.
    private var missingSize: Int64?
    /// Received bytes that are not delivered yet.
    private var chunk: [UInt8] = []
    private var isReaderFull = false
    private(set) var isReceivingPaused = false
    /// The socket of the connection, once libcurl has waited for it.
    var socket: Int32?
    private var isSendingPaused = false
    private var sender: UploadSender
    /// The local port of the connection that the request went over; nil before it was sent.
    private var port: Int32?
    /// The number of the HTTP/2 stream.
    private var stream: Int?
    private var isRefused = false
    /// The error with which a callback ended the transfer.
    private var failure: (any Error)?

    /// Whether the transfer has an established connection.
    var hasConnection: Bool { port != nil || hasHead }

    var isHTTP2: Bool {
        var version = 0
        handinger_curl_get_long(handle, Int32(CURLINFO_HTTP_VERSION), &version)
        return version >= CURL_HTTP_VERSION_2
    }

    /// Prepares a transfer; nil if libcurl has no memory left.
    init?(
        _ exchange: CurlExchange,
        received: ReceivedTransfers,
        sockets: CurlSockets,
        closingConnections: ClosingConnections
    ) {
        guard let handle = curl_easy_init() else { return nil }
        self.closingConnections = closingConnections
        self.exchange = exchange
        self.handle = handle
        self.received = received
        self.sockets = sockets
        head = ResponseHeadParser(allowsHTTP2: exchange.request.url.hasPrefix("https:"))
        sender = UploadSender(exchange.request.body, pipe: exchange.upload)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        headerList = CurlOptions(handle).apply(exchange.request, settings: exchange.pool.settings)
        handinger_curl_set_pointer(handle, Int32(CURLOPT_ERRORBUFFER), errorText)
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    // MARK: - Receiving

    private func receiveHeader(_ line: UnsafeBufferPointer<UInt8>) throws {
        guard let response = try head.receive(line) else { return }
        hasHead = true
        if response.status == .proxyAuthenticationRequired, exchange.request.url.hasPrefix("http:"),
            exchange.pool.settings.hasPlainProxy
        {
            throw TransportError(.proxyRefused, "The proxy asks for a user name and password (status 407).")
        }
        isEventStream = response.headerFields[.contentType].map { MediaType($0).isEventStream } ?? false
        missingSize = hasContent(response) ? Self.announcedLength(response) : 0
        if exchange.request.decodesContent, hasContent(response),
            let encoding = response.headerFields[.contentEncoding]
        {
            decoder = ContentDecoder(encoding: encoding)
            guard decoder != nil || encoding.lowercased() == "identity" else {
                let message = "The response is encoded in a way that was not asked for: '\(Excerpt.of(encoding))'."
                throw TransportError(.malformedResponse, message)
            }
        }
        received.add(self)
        pendingHead = response
        noteReceived(0)
    }

    /// Counts body bytes. A complete response ends the exchange, even if the request is not fully sent.
    private func noteReceived(_ count: Int) {
        guard let missing = missingSize else { return }
        missingSize = missing - Int64(count)
        // Over HTTP/2 the frame that ends the stream may come later.
        if missing <= count, exchange.request.body.isSentInPieces, !isHTTP2 || !sender.isFinished {
            received.addWhole(self)
        }
    }

    private static func announcedLength(_ response: HTTPResponse) -> Int64? {
        guard response.headerFields[.transferEncoding] == nil else { return nil }
        return response.headerFields[.contentLength].flatMap { Int64(digits: $0) }
    }

    private func hasContent(_ response: HTTPResponse) -> Bool {
        exchange.request.method != .head && response.status != .noContent && response.status != .notModified
    }

    /// Returns whether the bytes were taken; if not, libcurl keeps them until the transfer is resumed.
    private func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Bool {
        guard !isReaderFull else {
            isReceivingPaused = true
            return false
        }
        if chunk.isEmpty, pendingHead == nil { received.add(self) }
        if let decoder {
            let before = chunk.count
            let rest = exchange.pool.settings.maximumDecompressedSize - decodedSize
            try decoder.decode(bytes, into: &chunk, limit: isEventStream ? .max : before + rest)
            decodedSize += chunk.count - before
        } else {
            if chunk.isEmpty, bytes.count == Self.largestPieceSize { chunk.reserveCapacity(Self.chunkSize) }
            chunk.append(contentsOf: bytes)
        }
        if chunk.count >= Self.chunkSize { flush() }
        noteReceived(bytes.count)
        return true
    }

    /// Delivers the received bytes.
    func flush() {
        pushChunk()
        deliverHead()
    }

    private func pushChunk() {
        guard !chunk.isEmpty else { return }
        var full: [UInt8] = []
        swap(&full, &chunk)
        if case .pause = exchange.receiver.body.push(full) { isReaderFull = true }
    }

    private func deliverHead() {
        guard let head = pendingHead.take() else { return }
        exchange.receiver.receive(head, isSelfDelimiting: isHTTP2 ? CurlLibrary.provesEndOfStreams : nil)
    }

    /// Resumes receiving after the reader has caught up.
    func resumeReceiving() {
        isReaderFull = false
        guard isReceivingPaused else { return }
        isReceivingPaused = false
        applyPauses()
    }

    // MARK: - Sending

    private func send(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        let count = try sender.read(into: buffer)
        if let count, count > 0 { exchange.request.options.onBytesSent() }
        isSendingPaused = count == nil
        return count
    }

    /// Resumes sending after a chunk of the body is available.
    func resumeSending() {
        guard isSendingPaused else { return }
        isSendingPaused = false
        applyPauses()
    }

    private func applyPauses() {
        let mask = (isReceivingPaused ? Int32(CURLPAUSE_RECV) : 0) | (isSendingPaused ? Int32(CURLPAUSE_SEND) : 0)
        curl_easy_pause(handle, mask)
    }

    /// Allows the request to be sent once; sending it again is the retry policy's decision.
    private func mayBeginRequest(port: Int32) -> Bool {
        guard self.port == nil else {
            failure = TransportError(.connectionLost, "The server closed the connection without a response.")
            return false
        }
        self.port = port
        exchange.didConnect(isSending: true)
        var newConnections = 0
        handinger_curl_get_long(handle, Int32(CURLINFO_NUM_CONNECTS), &newConnections)
        if newConnections > 0 { closingConnections.begin(port: port) }
        readLog()
        return true
    }

    private func openSocket(_ address: handinger_curl_address) -> Int32 {
        exchange.didConnect(isSending: false)
        // Child processes must not inherit the socket.
        let socket = Glibc.socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        sockets.open(socket, for: handle, in: exchange.pool.number)
        return socket
    }

    private func note(_ line: CurlLogLine) {
        switch line {
        case .streamOpened(let number): stream = number
        case .streamRefused: isRefused = true
        case .goAway(let lastStream): if let port { closingConnections.end(port: port, lastStream: lastStream) }
        }
    }

    /// Whether the server said that it did not process the request.
    private var isLeftOut: Bool {
        guard !hasHead, let port, let stream else { return isRefused && !hasHead }
        return isRefused || closingConnections.hasLeftOut(stream: stream, port: port)
    }

    // MARK: - The end

    /// Ends the exchange with a code of libcurl.
    func finish(code: Int32) {
        do {
            if code != CURLE_OK, isLeftOut {
                throw TransportError(.notProcessed, "The server closed the connection without processing the request.")
            }
            if let failure { throw failure }
            guard code == CURLE_OK else { throw problem(code: code).error }
            guard hasHead else {
                throw TransportError(.connectionLost, "The connection ended before the response's head did.")
            }
            try decoder?.finish()
            try sender.finish()
            finish(throwing: nil)
        } catch {
            finish(throwing: error)
        }
    }

    /// Ends the exchange with a response that is complete before the request was fully sent.
    func finishBeforeUpload() {
        do {
            try decoder?.finish()
            finish(throwing: nil)
        } catch {
            finish(throwing: error)
        }
    }

    /// Prepares for removal before the response is complete.
    func prepareForRemoval() {
        // Closes an HTTP/2 connection too, unless it is in use: libcurl sends RST_STREAM only with the connection's next
        // bytes, and a silent connection is of no use for the next request.
        CurlOptions(handle).set([CURLOPT_FORBID_REUSE], 1)
    }

    func finish(throwing error: (any Error)?) {
        exchange.upload?.cancel()
        pushChunk()
        exchange.receiver.body.finish(throwing: error)
        deliverHead()
        exchange.receiver.finish(throwing: error)
    }

    private func problem(code: Int32) -> CurlProblem {
        var (connectCode, systemError, proxyVerification) = (0, 0, 0)
        handinger_curl_get_long(handle, Int32(CURLINFO_HTTP_CONNECTCODE), &connectCode)
        handinger_curl_get_long(handle, Int32(CURLINFO_OS_ERRNO), &systemError)
        handinger_curl_get_long(handle, Int32(CURLINFO_PROXY_SSL_VERIFYRESULT), &proxyVerification)
        let text = errorText.pointee == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText)
        return CurlProblem(
            code: code,
            text: text.map { String(cString: $0) } ?? "",
            systemError: Int32(truncatingIfNeeded: systemError),
            proxyStatus: connectCode,
            isProxyCertificate: proxyVerification != 0,
            wasSent: port != nil || !CurlLibrary.canRefuseResending,
            hasHead: hasHead
        )
    }
}

// MARK: - Callbacks

extension CurlTransfer {
    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let options = CurlOptions(handle)
        options.set(
            [
                CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA,
                CURLOPT_DEBUGDATA,
            ],
            context
        )
        handinger_curl_on_write(handle, Int32(CURLOPT_HEADERFUNCTION)) { bytes, _, count, context in
            CurlTransfer.of(context)?.guarded { try $0.receiveHeader(.init(bytes, count: count)) } == nil ? 0 : count
        }
        handinger_curl_on_write(handle, Int32(CURLOPT_WRITEFUNCTION)) { bytes, _, count, context in
            switch CurlTransfer.of(context)?.guarded({ try $0.receiveBody(.init(bytes, count: count)) }) {
            case true?: count
            case false?: Int(CURL_WRITEFUNC_PAUSE)
            case nil: 0
            }
        }
        handinger_curl_on_read(handle) { bytes, _, count, context in
            let sent = CurlTransfer.of(context)?.guarded { try $0.send(into: .init(start: bytes, count: count)) }
            switch sent {
            case .some(.some(let count)): return count
            case .some(.none): return Int(CURL_READFUNC_PAUSE)
            case nil: return Int(CURL_READFUNC_ABORT)
            }
        }
        handinger_curl_on_request(handle) { context, _, _, _, port in
            let isAllowed = CurlTransfer.of(context)?.mayBeginRequest(port: port) ?? false
            return Int32(isAllowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
        }
        handinger_curl_on_open(handle) { context, _, address in
            guard let address = address?.pointee else { return Int32(CURL_SOCKET_BAD) }
            return CurlTransfer.of(context)?.openSocket(address) ?? Int32(CURL_SOCKET_BAD)
        }
        handinger_curl_on_debug(handle) { _, kind, text, size, context in
            guard kind == CURLINFO_TEXT, let line = CurlLogLine(.init(start: text, count: size)) else { return 0 }
            CurlTransfer.of(context)?.note(line)
            return 0
        }
        if !CurlLibrary.canRefuseResending { readLog() }
    }

    /// Enables libcurl's log, which tells the HTTP/2 stream. Not before the request, because the log of a TLS handshake costs
    /// a seventh of a call.
    private func readLog() {
        guard exchange.request.url.hasPrefix("https:") else { return }
        CurlOptions(handle).set([CURLOPT_VERBOSE], 1)
    }

    /// Runs a callback and keeps its error for the end of the transfer; nil if there was one.
    private func guarded<Result>(_ body: (CurlTransfer) throws -> Result) -> Result? {
        do {
            return try body(self)
        } catch {
            failure = failure ?? error
            return nil
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes passed to a callback of libcurl.
    fileprivate init(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) {
        self = UnsafeRawBufferPointer(start: bytes, count: count).assumingMemoryBound(to: UInt8.self)
    }
}
#endif
