#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking

/// A delegate queue that slows a session down while too much of a response is unread.
///
/// Foundation on Linux reads from the socket as fast as it can and queues a block for each piece, without bound. It adds
/// those blocks from the queue that reads the socket, so waiting here holds back the reading, and TCP the sender. All
/// sessions of a process share that queue, and starting a task waits for it, so a wait is a millisecond at most: enough
/// for a reader who keeps at it, while one who has stopped delays others only slightly and for less than a second,
/// until the receive buffer is full and its call fails. Each long response has a session of its own.
final class BackpressureQueue: OperationQueue, @unchecked Sendable {
    // Why @unchecked: the properties below are only touched while `condition` is locked.
    private let condition = NSCondition()
    private var waitingBlocks = 0
    private var unreadBytes = 0
    private var isReleased = false

    private static let longestWait: TimeInterval = 0.001
    private static let maximumWaitingBlocks = 64
    private static let maximumUnreadBytes = 4 << 20

    override init() {
        super.init()
        maxConcurrentOperationCount = 1
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        condition.withLock {
            let deadline = Date(timeIntervalSinceNow: Self.longestWait)
            while !isReleased, waitingBlocks >= Self.maximumWaitingBlocks || unreadBytes > Self.maximumUnreadBytes {
                if !condition.wait(until: deadline) { break }
            }
            waitingBlocks += 1
        }
        super.addOperation { [self] in
            block()
            condition.withLock {
                waitingBlocks -= 1
                condition.signal()
            }
        }
    }

    /// Counts bytes that were received (positive) or read (negative).
    func addUnread(_ count: Int) {
        condition.withLock {
            unreadBytes += count
            condition.signal()
        }
    }

    /// Ends all waiting: nobody will read what is still to come.
    func release() {
        condition.withLock {
            isReleased = true
            condition.broadcast()
        }
    }
}
#endif
