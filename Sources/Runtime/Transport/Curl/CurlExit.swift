#if canImport(Glibc)
import Glibc

/// Keeps the loop's thread out of libcurl while the process exits.
///
/// `exit` runs OpenSSL's handler, which frees its state while other threads still run.
enum CurlExit {
    /// The handler's time limit for the loop's thread, in seconds.
    private static let limit = 2

    /// Locked by the loop's thread while it works, and for ever once the process exits.
    nonisolated(unsafe) private static let mutex: UnsafeMutablePointer<pthread_mutex_t> = {
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        // The loop's own thread may be the one that exits: then locking fails at once.
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ERRORCHECK))
        pthread_mutex_init(mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
        return mutex
    }()
    private static let process = getpid()

    /// Registers the handler. Handlers run in reverse order, so this has to come after OpenSSL's, which registers its
    /// own when libcurl is initialised.
    static func register() {
        _ = (mutex, process)
        atexit {
            // A child process that was forked has no such thread.
            guard getpid() == CurlExit.process else { return }
            var deadline = timespec()
            clock_gettime(CLOCK_REALTIME, &deadline)
            deadline.tv_sec += CurlExit.limit
            pthread_mutex_timedlock(CurlExit.mutex, &deadline)
        }
    }

    static func beginTurn() { pthread_mutex_lock(mutex) }
    static func endTurn() { pthread_mutex_unlock(mutex) }
}
#endif
