#if canImport(FoundationNetworking)
import Dispatch
import Foundation
import FoundationNetworking

/// The delegate queue of a session, which keeps it from reading faster than a response is read, from keeping all other
/// sessions waiting, and from taking processor time while nothing comes.
///
/// Foundation on Linux reads from the socket as fast as it can, on a queue of the session, and hands each piece to the
/// delegate queue without bound. As long as the socket has more, that queue is never empty, and the queues beside it do
/// not get their turn: those of all other sessions, where calls then wait for seconds, and that of the task, where the
/// timers pile up which Foundation replaces with each piece. So the session's queue is suspended while too much is
/// unread, which makes TCP hold back the sender, and for a moment after so many pieces.
///
/// It also keeps asking whether it may write, to a connection that only waits, and is always told that it may: half a
/// core's time. So when nothing has come for a while, the queue looks only now and then.
final class PacingQueue: OperationQueue, @unchecked Sendable {
    // Why @unchecked: the variables are only touched while `condition` is locked, but for `readingQueue`, which is set
    // before the session has tasks.

    /// Why the session does not read.
    private enum Pause {
        /// Too much is unread.
        case full
        /// Other queues are let in.
        case turn
        /// Nothing comes.
        case idle
    }

    private let condition = NSCondition()
    private let blocks = DispatchQueue(label: "PacingQueue")
    private var readingQueue: DispatchQueue?
    private var pause: Pause?
    private var waitingBlocks = 0
    private var unreadBytes = 0
    private var piecesSinceTurn = 0
    /// How often the clock has ticked since anything came or went.
    private var idleTicks = 0
    private var clock: (any DispatchSourceTimer)?
    private var tasks = 0
    private var isReleased = false

    private static let maximumWaitingBlocks = 64
    private static let maximumUnreadBytes = 1 << 20
    private static let piecesBetweenTurns = 64

    private static let tick: DispatchTimeInterval = .milliseconds(5)
    /// From when on nothing is expected to come at once, and from when on not soon either.
    private static let (ticksUntilIdle, ticksUntilAsleep) = (10, 100)
    /// How many ticks are let pass between two looks after that.
    private static let ticksBetweenLooks = 2

    /// How long reading is held up, at most, where the session's queue cannot be suspended. Other sessions wait too.
    private static let longestWait: TimeInterval = 0.001

    /// A session without tasks. What it is asked for takes its turn among all sessions.
    private static let bystander = URLSession(configuration: .ephemeral)

    deinit {
        clock?.cancel()
        // A queue must not go while it is suspended.
        if pause != nil { readingQueue?.resume() }
    }

    /// Makes a session that keeps this pace. The queue is for this one.
    ///
    /// The queue on which a session reads is no public property. If another version of Foundation has none of this name,
    /// reading is only slowed down.
    func makeSession(_ configuration: URLSessionConfiguration, delegate: any URLSessionDelegate) -> URLSession {
        let session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: self)
        readingQueue = Mirror(reflecting: session).descendant("multiHandle", "queue") as? DispatchQueue
        return session
    }

    /// The pace of one of several exchanges of the session: none may hold back the others.
    var sharedPace: ExchangePace {
        ExchangePace(begin: { self.begin() }, end: { self.end() })
    }

    /// The pace of the only exchange of the session.
    var pace: ExchangePace {
        ExchangePace(
            begin: { self.begin() },
            end: { self.end() },
            addUnread: { self.addUnread($0) },
            release: { self.release() }
        )
    }

    /// From the beginning of a task until its end, the queue watches whether anything comes.
    private func begin() {
        condition.withLock {
            tasks += 1
            idleTicks = 0
            if pause == .idle { resume() }
            guard tasks == 1, readingQueue != nil else { return }
            let clock = DispatchSource.makeTimerSource()
            clock.schedule(deadline: .now() + Self.tick, repeating: Self.tick, leeway: .milliseconds(1))
            clock.setEventHandler { [weak self] in self?.clockTicked() }
            clock.activate()
            self.clock = clock
        }
    }

    private func end() {
        condition.withLock {
            tasks -= 1
            guard tasks == 0 else { return }
            clock?.cancel()
            clock = nil
            if pause == .idle { resume() }
        }
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        condition.withLock {
            waitingBlocks += 1
            idleTicks = 0
            if pause == .idle { resume() }
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

    private func addUnread(_ count: Int) {
        condition.withLock {
            unreadBytes += count
            if count < 0 { resumeIfPossible() }
        }
    }

    /// Ends all waiting: nobody will read what is still to come.
    private func release() {
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

    private func clockTicked() {
        condition.withLock {
            guard tasks > 0, !isReleased else { return }
            if pause == .full || pause == .turn {
                // Its end is due from elsewhere. Should that get lost, the session must not stand still for ever.
                if !isFull(beyond: 2) { resume() }
                return
            }
            idleTicks += 1
            let isLook = idleTicks < Self.ticksUntilAsleep || idleTicks.isMultiple(of: Self.ticksBetweenLooks)
            guard idleTicks >= Self.ticksUntilIdle, isLook else { return }
            // After what has come in the meantime, which sets the ticks back, the queue goes to rest again.
            readingQueue?.async { [weak self] in self?.rest() }
            resume()
        }
    }

    private func rest() {
        condition.withLock {
            guard tasks > 0, !isReleased, pause == nil, idleTicks >= Self.ticksUntilIdle else { return }
            pause = .idle
            readingQueue?.suspend()
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
