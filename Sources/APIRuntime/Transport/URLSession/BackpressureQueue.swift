#if canImport(FoundationNetworking)
import Dispatch
import Foundation
import FoundationNetworking

/// The delegate queue of a session with one long response: it keeps the session from reading faster than the response
/// is read, and from keeping all other sessions waiting.
///
/// Foundation on Linux reads from the socket as fast as it can, on a queue of the session, and hands each piece to the
/// delegate queue without bound. As long as the socket has more, that queue is never empty, and the queues beside it do
/// not get their turn: those of all other sessions, where calls then wait for seconds, and that of the task, where the
/// timers pile up which Foundation replaces with each piece. So the session's queue is suspended while too much is
/// unread, which makes TCP hold back the sender, and for a moment after so many pieces.
final class BackpressureQueue: OperationQueue, @unchecked Sendable {
    // Why @unchecked: the variables are only touched while `condition` is locked; `readingQueue` is set before the
    // session has tasks.

    /// Why the session does not read.
    private enum Pause {
        /// Too much is unread.
        case full
        /// Other queues are let in.
        case turn
    }

    private let condition = NSCondition()
    private let blocks = DispatchQueue(label: "BackpressureQueue")
    private var readingQueue: DispatchQueue?
    private var pause: Pause?
    private var waitingBlocks = 0
    private var unreadBytes = 0
    private var piecesSinceTurn = 0
    private var isReleased = false

    private static let maximumWaitingBlocks = 64
    private static let maximumUnreadBytes = 1 << 20
    private static let piecesBetweenTurns = 64

    /// How long reading is held up, at most, where the session's queue cannot be suspended. Other sessions wait too.
    private static let longestWait: TimeInterval = 0.001

    /// A session without tasks. What it is asked for takes its turn among all sessions.
    private static let bystander = URLSession(configuration: .ephemeral)

    deinit {
        // A queue must not go while it is suspended.
        if pause != nil { readingQueue?.resume() }
    }

    /// Finds the queue on which a session reads, before it has tasks.
    ///
    /// It is no public property. If another version of Foundation has none of this name, reading is only slowed down.
    func holdBack(_ session: URLSession) {
        readingQueue = Mirror(reflecting: session).descendant("multiHandle", "queue") as? DispatchQueue
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        condition.withLock {
            waitingBlocks += 1
            if readingQueue == nil { waitABit() } else { pauseIfNeeded() }
        }
        blocks.async { [self] in
            block()
            condition.withLock {
                waitingBlocks -= 1
                resumeIfPossible()
            }
        }
    }

    /// Counts bytes that were received (positive) or read (negative).
    func addUnread(_ count: Int) {
        condition.withLock {
            unreadBytes += count
            if count < 0 { resumeIfPossible() }
        }
    }

    /// Ends all waiting: nobody will read what is still to come.
    func release() {
        condition.withLock {
            isReleased = true
            resume()
        }
    }

    /// Whether more is waiting than a share of what may.
    private func isFull(beyond share: Int = 1) -> Bool {
        waitingBlocks > Self.maximumWaitingBlocks / share || unreadBytes > Self.maximumUnreadBytes / share
    }

    private func pauseIfNeeded() {
        guard !isReleased, pause == nil else { return }
        piecesSinceTurn += 1
        if isFull() {
            pause = .full
        } else if piecesSinceTurn >= Self.piecesBetweenTurns {
            piecesSinceTurn = 0
            pause = .turn
            Self.bystander.getAllTasks { [self] _ in endTurn() }
        } else {
            return
        }
        readingQueue?.suspend()
    }

    private func endTurn() {
        condition.withLock {
            guard pause == .turn else { return }
            if isFull() { pause = .full } else { resume() }
        }
    }

    private func resumeIfPossible() {
        condition.signal()
        if pause == .full, !isFull(beyond: 2) { resume() }
    }

    private func resume() {
        condition.broadcast()
        guard pause != nil else { return }
        pause = nil
        readingQueue?.resume()
    }

    private func waitABit() {
        let deadline = Date(timeIntervalSinceNow: Self.longestWait)
        while !isReleased, isFull() {
            if !condition.wait(until: deadline) { break }
        }
    }
}
#endif
